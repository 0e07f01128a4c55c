/**
 * Requests that offer another protocol than WebSocket, such as HTTP/2 without TLS, as Java's client does with each
 * one. Node hands all of them to whoever listens for upgrades, and leaves them without an answer where nobody
 * takes them; here they are answered as if they had offered nothing (RFC 9110 §7.8).
 */
import { type Server as HttpServer, type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

type UpgradeListener = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Leaves WebSockets to those who listen for upgrades already, and has all other offers answered as plain requests. */
export function declineUpgrades(http: HttpServer): void {
  const accepting = http.listeners("upgrade") as UpgradeListener[];
  http.removeAllListeners("upgrade");
  http.on("upgrade", (request, socket: Socket, head) => {
    if (request.headers.upgrade?.toLowerCase() === "websocket") {
      for (const accept of accepting) accept(request, socket, head);
    } else {
      answerPlainly(http, request, socket);
    }
  });
}

function answerPlainly(http: HttpServer, request: IncomingMessage, socket: Socket): void {
  socket.on("error", () => socket.destroy());
  const response = new ServerResponse(request);
  // The parser has let go of the socket, so no second request can follow.
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once("finish", () => socket.end());
  http.emit("request", request, response);
}
