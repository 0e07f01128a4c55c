/**
 * The entry of the thread that keeps packets on disk. Everything is loaded before it says `ready`, and
 * nothing is opened before `go`: in between, the main thread gives root up.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { openCatalog } from "@wirescope/catalog-files";
import {
  connectSession,
  type KeeperMessage,
  type PacketChunk,
  serveSession,
} from "@wirescope/query";
import { KeptPackets } from "./kept-packets.ts";
import { PacketDisk } from "./packet-disk.ts";
import type { PacketOrder, PacketWorkerStart } from "./packet-message.ts";

const { directory, budget, port, past, catalog } = workerData as PacketWorkerStart;
const disk = new PacketDisk({ directory, budget });
const kept = new KeptPackets(disk, {
  past: connectSession(past),
  catalog: openCatalog(catalog),
});
const waiting: MessagePort[] = [];
let isOpen = false;

function send(capture: MessagePort, message: KeeperMessage, transfer: ArrayBuffer[] = []): void {
  capture.postMessage(message, transfer);
}

function connect(capture: MessagePort): void {
  let leftOut = 0;
  let unwritten = 0;
  capture.on("message", (chunk: PacketChunk) => {
    const { buffer, length, interfaces } = chunk;
    disk.miss(chunk.leftOut - leftOut);
    leftOut = chunk.leftOut;
    const before = disk.leftOut;
    disk.take(new Uint8Array(buffer, 0, length), interfaces);
    unwritten += disk.leftOut - before;
    send(capture, { kind: "taken", buffer, unwritten }, [buffer]);
  });
  send(capture, { kind: "begin", firstNumber: disk.lastNumber + 1 });
}

function obey(order: PacketOrder): void {
  switch (order.kind) {
    case "go":
      disk.open();
      isOpen = true;
      for (const capture of waiting.splice(0)) connect(capture);
      return;
    case "capture":
      if (isOpen) connect(order.port);
      else waiting.push(order.port);
      return;
    case "stop":
      disk.close();
      process.exit();
  }
}

serveSession(port, kept);
parentPort?.on("message", obey);
parentPort?.postMessage("ready");
