/** Names that packets reveal: of the flow that they belong to, and of addresses. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import * as dhcp from "./dhcp.ts";
import { readDhcpNames } from "./dhcp-names.ts";
import * as dns from "./dns.ts";
import { readDnsNames } from "./dns-names.ts";
import { DtlsHello } from "./dtls-hello.ts";
import { gquicServerName } from "./gquic-message.ts";
import * as http from "./http.ts";
import { MAX_NAME_LENGTH, readText } from "./name-text.ts";
import { readNbnsNames } from "./nbns-names.ts";
import { QuicHello } from "./quic-hello.ts";
import { lineEnd } from "./text-line.ts";
import { readServerName } from "./tls-extension.ts";

export type NameSource = "dns" | "mdns" | "llmnr" | "nbns" | "tls" | "http" | "dhcp";

/**
 * Takes names as they are found. Names hold no control characters and stem from 255 octets or fewer.
 */
export interface NameSink {
  /** What the flow is about: the server name of TLS (DTLS and QUIC among it), the host of HTTP, the name that DNS asks for. */
  flowName(name: string, source: NameSource): void;
  /** A name of the address, as words in network order; IPv4 uses `w0` only. */
  addressName(
    ipVersion: 4 | 6,
    w0: number,
    w1: number,
    w2: number,
    w3: number,
    name: string,
    source: NameSource,
  ): void;
}

/**
 * Reports the names in this packet's payload to `sink`.
 *
 * `packet.protocol` says what to look for: call {@link identify} before, or set it to the protocol
 * of the packet's flow. Content that is something else reveals nothing. Never throws.
 */
export function readNames(packet: Packet, sink: NameSink): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (start >= end) return;
  switch (packet.protocol) {
    case Protocol.Dns: {
      const off = packet.ipProtocol === 6 ? start + 2 : start;
      if (dns.check(view, off, end) === DecodeStatus.Ok) readDnsNames(view, off, end, "dns", sink);
      return;
    }
    case Protocol.Mdns:
      if (dns.check(view, start, end) === DecodeStatus.Ok)
        readDnsNames(view, start, end, "mdns", sink);
      return;
    case Protocol.Llmnr:
      if (dns.check(view, start, end) === DecodeStatus.Ok)
        readDnsNames(view, start, end, "llmnr", sink);
      return;
    case Protocol.Nbns:
      if (dns.check(view, start, end) === DecodeStatus.Ok) readNbnsNames(view, start, end, sink);
      return;
    case Protocol.Tls:
      nameFlow(readServerName(view, start, end), sink);
      return;
    case Protocol.Quic:
      nameFlow(new QuicHello().read(view, start, end), sink);
      return;
    case Protocol.Dtls:
      nameFlow(new DtlsHello().read(view, start, end), sink);
      return;
    case Protocol.Gquic:
      nameFlow(gquicServerName(view, start, end), sink);
      return;
    case Protocol.Http:
      readHttpName(view, start, end, sink);
      return;
    case Protocol.Dhcp:
      if (dhcp.check(view, start, end) === DecodeStatus.Ok) readDhcpNames(view, start, end, sink);
      return;
    default:
      return;
  }
}

function nameFlow(name: string | undefined, sink: NameSink): void {
  if (name !== undefined) sink.flowName(name, "tls");
}

function readHttpName(view: DataView, start: number, end: number, sink: NameSink): void {
  if (!http.isRequest(view, start, end)) return;
  const host = http.findHeader(view, start, end, "host:");
  if (host < 0) return;
  const stop = Math.min(lineEnd(view, host, end), host + MAX_NAME_LENGTH);
  const name = http.withoutPort(readText(view, host, stop).trim());
  if (name !== "") sink.flowName(name, "http");
}
