/** NTP version 4, RFC 5905 §7.3. */
import { asciiBytes, ByteWriter } from "../packet/byte-writer.ts";

/** Seconds from 1900, NTP's era, to 1970. */
const ERA_OFFSET = 2_208_988_800;
const TWO_32 = 4_294_967_296;
const VERSION_4 = 0x20;
const CLIENT = 3;
const SERVER = 4;

/** A client's request, or with `received` a server's answer; times in seconds since 1970. */
export function buildNtp(sent: number, received?: number): Uint8Array<ArrayBuffer> {
  const server = received !== undefined;
  const writer = new ByteWriter()
    .uint8(VERSION_4 | (server ? SERVER : CLIENT))
    .uint8(server ? 1 : 0)
    .uint8(6)
    .uint8(0xec)
    .uint32(0)
    .uint32(server ? 66 : 0)
    .bytes(server ? asciiBytes("GPS\0") : new Uint8Array(4));
  timestamp(writer, server ? received - 8 : undefined);
  timestamp(writer, server ? sent : undefined);
  timestamp(writer, received);
  timestamp(writer, server ? received : sent);
  return writer.finish();
}

function timestamp(writer: ByteWriter, time: number | undefined): void {
  const seconds = time === undefined ? 0 : Math.floor(time);
  const fraction = time === undefined ? 0 : Math.floor((time - seconds) * TWO_32);
  writer.uint32(time === undefined ? 0 : (seconds + ERA_OFFSET) % TWO_32).uint32(fraction);
}
