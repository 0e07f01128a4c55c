/**
 * Starts dumpcap or tcpdump with its capture file on a pipe: the way to capture without root where
 * Wireshark is set up.
 *
 * The helper is started here, on the main thread, while the process has its privileges. A shell
 * stands between: it ends the helper when our end of its standard input is closed. That works after
 * root was given up, when we may no longer signal the helper, and when this process is killed.
 */
import { spawn } from "node:child_process";
import { closeSync, readSync } from "node:fs";
import { type CaptureInterface, CaptureReader, PacketBatch } from "@wirescope/pcap";
import { CaptureError } from "../errors.ts";
import type { PipeHandle } from "../handle.ts";
import { interfaceNames } from "../interface-names.ts";
import { Readiness } from "../readiness.ts";
import type { CaptureOptions } from "../source.ts";
import { findHelper, HELPERS, type Helper, type HelperName, helperArguments } from "./helper.ts";
import { startFailure } from "./message.ts";
import { makePipe, type PipeEnds } from "./native.ts";

/** Runs the helper in the background, then waits for the end of standard input to end it. */
const LEASH = `"$@" & helper=$!
exec >/dev/null 2>&1
while read -r line; do :; done
kill -TERM $helper
wait $helper`;

/** Milliseconds for a helper to open its device; loading Npcap or a slow disk stay well below. */
const START_TIMEOUT = 10_000;
const READ_LENGTH = 65_536;
/** A capture file's headers end far before this. */
const MAX_HEAD_LENGTH = 1_048_576;

/**
 * Starts the first of `programs` that is installed and may capture.
 *
 * Throws `CAPTURE_NO_HELPER`, `CAPTURE_NO_PERMISSION`, `CAPTURE_NO_INTERFACE`, `CAPTURE_BAD_FILTER` with libpcap's
 * message, `CAPTURE_FAILED` with the helper's.
 */
export async function openPipe(
  options: CaptureOptions,
  programs: readonly HelperName[] = HELPERS,
): Promise<PipeHandle> {
  const helpers = programs.map(findHelper).filter((helper) => helper !== undefined);
  let refusal: CaptureError | undefined;
  for (const helper of helpers) {
    try {
      return await start(helper, options);
    } catch (error) {
      if (!(error instanceof CaptureError) || error.code !== "CAPTURE_NO_PERMISSION") throw error;
      refusal ??= error;
    }
  }
  throw (
    refusal ??
    new CaptureError(
      "CAPTURE_NO_HELPER",
      `No program that can capture is installed (looked for ${programs.join(" and ")}).`,
    )
  );
}

async function start(helper: Helper, options: CaptureOptions): Promise<PipeHandle> {
  const packets = makePipe();
  const messages = makePipe();
  const leash = makePipe();
  try {
    launch(helper, options, { packets, messages, leash });
  } finally {
    closeSync(packets.writeFd);
    closeSync(messages.writeFd);
    closeSync(leash.readFd);
  }
  try {
    const { head, described } = await readHead(packets.readFd, helper, options, messages.readFd);
    return {
      backend: "pipe",
      interface: {
        name: options.interface,
        description: undefined,
        linkType: described.linkType,
        snapLength: options.snapLength,
        section: 0,
      },
      interfaceName: options.interface,
      program: helper.name,
      head,
      packetFd: packets.readFd,
      messageFd: messages.readFd,
      leashFd: leash.writeFd,
    };
  } catch (error) {
    for (const fd of [packets.readFd, messages.readFd, leash.writeFd]) closeSync(fd);
    throw error;
  }
}

interface HelperPipes {
  readonly packets: PipeEnds;
  readonly messages: PipeEnds;
  readonly leash: PipeEnds;
}

/** In a session of its own, so that Ctrl-C reaches this process first and the end is orderly. */
function launch(helper: Helper, options: CaptureOptions, pipes: HelperPipes): void {
  const words = [helper.path, ...helperArguments(helper.name, options)];
  const child = spawn("/bin/sh", ["-c", LEASH, "sh", ...words], {
    detached: true,
    stdio: [pipes.leash.readFd, pipes.packets.writeFd, pipes.messages.writeFd],
  });
  // A shell that cannot be started shows as the end of the packets.
  child.on("error", () => {});
  child.unref();
}

interface Head {
  readonly head: Uint8Array;
  readonly described: CaptureInterface;
}

/** Reads until the file has described its interface: the helper has then opened the device. */
async function readHead(
  packetFd: number,
  helper: Helper,
  options: CaptureOptions,
  messageFd: number,
): Promise<Head> {
  const reader = new CaptureReader();
  const batch = new PacketBatch(1);
  const chunks: Uint8Array[] = [];
  const readiness = new Readiness(packetFd);
  const deadline = performance.now() + START_TIMEOUT;
  let length = 0;
  try {
    while (length < MAX_HEAD_LENGTH && performance.now() < deadline) {
      const chunk = readAvailable(packetFd);
      if (chunk === undefined) {
        await readiness.wait(deadline - performance.now());
        continue;
      }
      if (chunk.length === 0) break;
      length += chunk.length;
      chunks.push(chunk);
      reader.push(chunk);
      reader.next(batch);
      const described = reader.interfaces[0];
      if (described !== undefined) return { head: Buffer.concat(chunks), described };
      if (reader.problem !== undefined) break;
    }
  } finally {
    readiness.close();
  }
  throw startFailure({
    program: helper.name,
    interfaceName: options.interface,
    filter: options.filter,
    message: (await readAll(messageFd)).trim(),
    interfaceNames: interfaceNames(),
  });
}

/** Undefined when there is nothing yet, empty at the end. The descriptor is non-blocking. */
function readAvailable(fd: number): Uint8Array | undefined {
  const buffer = new Uint8Array(READ_LENGTH);
  try {
    return buffer.subarray(0, readSync(fd, buffer));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}

/** Everything the helper said before it ended. */
async function readAll(fd: number): Promise<string> {
  const readiness = new Readiness(fd);
  const decoder = new TextDecoder();
  const deadline = performance.now() + 1000;
  let text = "";
  try {
    while (performance.now() < deadline) {
      const chunk = readAvailable(fd);
      if (chunk === undefined) await readiness.wait(deadline - performance.now());
      else if (chunk.length === 0) break;
      else text += decoder.decode(chunk, { stream: true });
    }
  } finally {
    readiness.close();
  }
  return text;
}
