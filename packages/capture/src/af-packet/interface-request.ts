/** Questions about an interface, netdevice(7): `struct ifreq` is a 16-octet name and a union. */
import { LITTLE_ENDIAN } from "../byte-order.ts";
import {
  IFF_UP,
  SIOCGIFFLAGS,
  SIOCGIFHWADDR,
  SIOCGIFINDEX,
  SIOCGIFNAME,
  socketCalls,
} from "./native.ts";

const NAME_LENGTH = 16;
const REQUEST_LENGTH = 40;

/** Index of an interface in the socket's network namespace; undefined if there is none. */
export function interfaceIndex(fd: number, name: string): number | undefined {
  const request = named(name);
  if (request === undefined || !ask(fd, SIOCGIFINDEX, request)) return undefined;
  return viewOf(request).getInt32(NAME_LENGTH, LITTLE_ENDIAN);
}

/** ARPHRD_ value. */
export function hardwareType(fd: number, name: string): number | undefined {
  const request = named(name);
  if (request === undefined || !ask(fd, SIOCGIFHWADDR, request)) return undefined;
  return viewOf(request).getUint16(NAME_LENGTH, LITTLE_ENDIAN);
}

/** Whether the interface of an index is administratively up; it may have another name by now. */
export function isInterfaceUp(fd: number, index: number): boolean {
  const request = new Uint8Array(REQUEST_LENGTH);
  viewOf(request).setInt32(NAME_LENGTH, index, LITTLE_ENDIAN);
  if (!ask(fd, SIOCGIFNAME, request) || !ask(fd, SIOCGIFFLAGS, request)) return false;
  return (viewOf(request).getUint16(NAME_LENGTH, LITTLE_ENDIAN) & IFF_UP) !== 0;
}

function named(name: string): Uint8Array | undefined {
  const encoded = new TextEncoder().encode(name);
  if (encoded.length === 0 || encoded.length >= NAME_LENGTH) return undefined;
  const request = new Uint8Array(REQUEST_LENGTH);
  request.set(encoded);
  return request;
}

function ask(fd: number, request: number, value: Uint8Array): boolean {
  return socketCalls().ioctl(fd, request, value) === 0;
}

function viewOf(request: Uint8Array): DataView {
  return new DataView(request.buffer, request.byteOffset, request.byteLength);
}
