/** Reads capture files packet by packet: what every command that prints from files goes through. */
import { decode, Packet } from "@wirescope/decode";
import { PacketFile } from "@wirescope/engine/packet-file";
import { PacketBatch } from "@wirescope/pcap";
import { usageError } from "./errors.ts";
import { Progress } from "./progress.ts";

/** What one file turned out to be, for the closing message and the exit status. */
export interface ReadFile {
  readonly name: string;
  readonly packets: number;
  /** One sentence on what broke the file, undefined for a whole one. */
  readonly problem: string | undefined;
}

export interface PacketLoop {
  /** Called for each packet, freshly decoded; borrowed until it returns. False ends the reading. */
  visit(packet: Packet): boolean;
  /** Called after each batch; output is awaited here. */
  settle(): Promise<void>;
}

/** Runs `loop` over the packets of `paths`, numbered from 1 through all files. */
export async function readPackets(
  command: string,
  paths: readonly string[],
  loop: PacketLoop,
): Promise<readonly ReadFile[]> {
  if (paths.length === 0) {
    throw usageError(`Name a capture file, or - for standard input: wirescope ${command} FILE...`);
  }
  const packet = new Packet();
  const batch = new PacketBatch();
  const progress = new Progress(process.stderr);
  const files: ReadFile[] = [];
  let goOn = true;
  for (const path of paths) {
    if (!goOn) break;
    const before = packet.number;
    const file = await PacketFile.open(path);
    try {
      while (goOn && (await file.next(batch))) {
        goOn = visitBatch(batch, packet, loop);
        await loop.settle();
        progress.report(path, file.bytesRead, file.length, packet.number, Date.now());
      }
    } finally {
      progress.clear();
      await file.close();
    }
    files.push({
      name: path,
      packets: packet.number - before,
      problem: goOn ? file.problem?.message : undefined,
    });
  }
  return files;
}

function visitBatch(batch: PacketBatch, packet: Packet, loop: PacketLoop): boolean {
  for (let row = 0; row < batch.count; row += 1) {
    const start = batch.start[row]!;
    packet.number += 1;
    packet.seconds = batch.seconds[row]!;
    packet.nanoseconds = batch.nanoseconds[row]!;
    packet.interfaceId = batch.interfaceId[row]!;
    packet.linkType = batch.linkType[row]!;
    packet.originalLength = batch.originalLength[row]!;
    decode(packet, batch.view, start, start + batch.capturedLength[row]!);
    if (!loop.visit(packet)) return false;
  }
  return true;
}

/** Prints what was wrong with the files, one sentence each; true when all were whole. */
export function reportProblems(files: readonly ReadFile[]): boolean {
  let whole = true;
  for (const file of files) {
    if (file.problem === undefined) continue;
    whole = false;
    process.stderr.write(`wirescope: ${file.name}: ${file.problem}\n`);
  }
  return whole;
}
