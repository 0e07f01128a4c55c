/**
 * DHCP for IPv4, RFC 2131 §2, and BOOTP below it, RFC 951.
 *
 * Accessors take the offset of the message and are defined only after {@link check} returned `Ok`.
 */

import { DecodeStatus } from "../status.ts";

/** The fixed part, magic cookie included; options follow. */
export const HEADER_LEN = 240;

/** The fixed part of a BOOTP message, in front of the vendor area. */
const BOOTP_LEN = 236;
const MAGIC_COOKIE = 0x6382_5363;

export const TYPE = 0;
export const HARDWARE_TYPE = 1;
export const HARDWARE_LENGTH = 2;
export const HOPS = 3;
export const TRANSACTION_ID = 4;
export const SECONDS = 8;
export const FLAGS = 10;
export const CLIENT_ADDRESS = 12;
export const YOUR_ADDRESS = 16;
export const SERVER_ADDRESS = 20;
export const RELAY_ADDRESS = 24;
export const CLIENT_HARDWARE = 28;
export const SERVER_NAME = 44;
export const BOOT_FILE = 108;
export const COOKIE = 236;

/** Options that are read (RFC 2132). */
export const Option = {
  Pad: 0,
  SubnetMask: 1,
  Router: 3,
  DomainNameServer: 6,
  HostName: 12,
  DomainName: 15,
  StaticRoute: 33,
  RequestedAddress: 50,
  LeaseTime: 51,
  MessageType: 53,
  ServerId: 54,
  ParameterList: 55,
  VendorClass: 60,
  ClientId: 61,
  ClientFqdn: 81,
  RelayInformation: 82,
  DomainSearch: 119,
  ClasslessRoute: 121,
  MicrosoftRoute: 249,
  End: 255,
} as const;

/** 1 from a client, 2 from a server. */
export function type(view: DataView, off: number): number {
  return view.getUint8(off + TYPE);
}

export function transactionId(view: DataView, off: number): number {
  return view.getUint32(off + TRANSACTION_ID);
}

export function clientAddress(view: DataView, off: number): number {
  return view.getUint32(off + CLIENT_ADDRESS);
}

export function yourAddress(view: DataView, off: number): number {
  return view.getUint32(off + YOUR_ADDRESS);
}

/** `BadVersion` is BOOTP without the cookie of DHCP, or something else altogether. */
export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < BOOTP_LEN + 4) return DecodeStatus.Truncated;
  const operation = type(view, off);
  if (operation !== 1 && operation !== 2) return DecodeStatus.BadVersion;
  return view.getUint32(off + COOKIE) === MAGIC_COOKIE ? DecodeStatus.Ok : DecodeStatus.BadVersion;
}

/** Whether the options are DHCP's or, as in the first BOOTP, the vendor's own. */
export function hasCookie(view: DataView, off: number, end: number): boolean {
  return end - off >= HEADER_LEN && view.getUint32(off + COOKIE) === MAGIC_COOKIE;
}

/** Offset of the first option, at its code. */
function firstOption(off: number): number {
  return off + HEADER_LEN;
}

/**
 * Offset of the option behind the one at `option`, -1 at the end of the options.
 *
 * An option lies in the packet whole, code, length and value, or it ends the list.
 */
export function nextOption(view: DataView, option: number, end: number): number {
  const code = view.getUint8(option);
  if (code === Option.End) return -1;
  return optionAt(view, code === Option.Pad ? option + 1 : option + 2 + length(view, option), end);
}

/** `option` if a whole option stands there, -1 otherwise. */
export function optionAt(view: DataView, option: number, end: number): number {
  if (option >= end) return -1;
  const code = view.getUint8(option);
  if (code === Option.Pad || code === Option.End) return option;
  return option + 2 <= end && option + 2 + length(view, option) <= end ? option : -1;
}

/** Octets of the value of the option at `option`, which is neither pad nor end. */
export function length(view: DataView, option: number): number {
  return view.getUint8(option + 1);
}

/** Offset of the option with this code, -1 if there is none. */
export function findOption(view: DataView, off: number, end: number, code: number): number {
  let option = optionAt(view, firstOption(off), end);
  while (option >= 0 && view.getUint8(option) !== code) option = nextOption(view, option, end);
  return option;
}

/** The DHCP message type (RFC 2132 §9.6), 0 for plain BOOTP. */
export function messageType(view: DataView, off: number, end: number): number {
  const option = findOption(view, off, end, Option.MessageType);
  return option >= 0 && length(view, option) >= 1 ? view.getUint8(option + 2) : 0;
}
