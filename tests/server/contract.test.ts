/** The query contract as the page has it: its own client, over HTTP and the WebSocket of the server. */
import { MemorySession, Recorder, RingArchive } from "@wirescope/query";
import { batchesOf, describeSession, INTERFACES } from "@wirescope/query/contract";
import { Server } from "@wirescope/server";
import { WebSocket } from "ws";
import { RemoteSession } from "../../apps/dashboard/src/session/remote.ts";

describeSession("a session over HTTP", async (packets) => {
  const recorder = new Recorder({ archive: new RingArchive() });
  for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
  const memory = new MemorySession(recorder, { version: "0.0.0", mode: "live" });
  const server = new Server({ port: 0 }, { session: memory });
  const { url } = await server.start();
  const sockets: WebSocket[] = [];
  const session = new RemoteSession({
    origin: new URL(url).origin,
    fetch,
    openSocket: (address) => {
      const socket = new WebSocket(address);
      sockets.push(socket);
      return socket as unknown as globalThis.WebSocket;
    },
  });
  return {
    session,
    tick: async (now) => {
      await Promise.all(sockets.map(settle));
      await memory.tick(now);
      await Promise.all(sockets.map(settle));
    },
    close: async () => {
      await session.close();
      await server.stop();
    },
  };
});

/** Resolves when each side has handled what the other has sent: both answer in order. */
async function settle(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CONNECTING) {
    await new Promise((resolve) => socket.once("open", resolve));
  }
  if (socket.readyState !== WebSocket.OPEN) return;
  const answered = new Promise((resolve) => socket.once("pong", resolve));
  socket.ping();
  await answered;
}
