/** Where history is: what was asked for, or the user's own place. */
import { homedir } from "node:os";
import { identityWithoutRoot } from "@wirescope/capture";
import { dataDirectory } from "@wirescope/store";
import type { Arguments } from "./arguments.ts";

export function dataDirectoryOf(given: Arguments): string {
  return given.value("data") ?? dataDirectory(homedir(), identityWithoutRoot());
}
