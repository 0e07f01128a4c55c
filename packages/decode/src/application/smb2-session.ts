/** What one connection of SMB 2 or 3 has said so far: names of trees and files, and open requests. */

import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { DcerpcBinding } from "./dcerpc-binding.ts";

/** Trees, files and requests remembered of one connection; the oldest go first. */
const MAX_ENTRIES = 512;

/** What a request asked, for its response. */
export interface Smb2Request {
  readonly command: number;
  readonly frame: number;
  /** The tree's path, the file's name or the pattern; empty where it has none. */
  name: string;
  /** The file of reads and IOCTLs, as hexadecimal digits. */
  fileId: string;
  /** Level of a directory listing. */
  level: number;
}

export interface Smb2File {
  readonly name: string;
  /** What the pipe of this name has agreed on. */
  readonly binding: DcerpcBinding;
}

export class Smb2Session {
  readonly trees: Map<number, string> = new Map();
  readonly files: Map<string, Smb2File> = new Map();
  readonly requests: Map<bigint, Smb2Request> = new Map();

  rememberTree(id: number, path: string): void {
    put(this.trees, id, path);
  }

  rememberRequest(messageId: bigint, request: Smb2Request): void {
    put(this.requests, messageId, request);
  }

  rememberFile(fileId: string, name: string): void {
    put(this.files, fileId, { name, binding: new DcerpcBinding() });
  }

  /** The agreements on the pipe, known or made now. */
  binding(fileId: string): DcerpcBinding {
    const known = this.files.get(fileId);
    if (known !== undefined) return known.binding;
    const made = { name: "", binding: new DcerpcBinding() };
    put(this.files, fileId, made);
    return made.binding;
  }
}

function put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_ENTRIES) map.delete(map.keys().next().value as Key);
}

export function smb2Session(conversation: Conversation): Smb2Session {
  return conversation.recall(Protocol.Smb2, () => new Smb2Session());
}
