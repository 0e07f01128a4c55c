/** Parameters of SVCB and HTTPS records, RFC 9460 §14.3.2. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { readText } from "./name-text.ts";

const Key = {
  Mandatory: 0,
  Alpn: 1,
  Port: 3,
  Ipv4Hint: 4,
  EchConfig: 5,
  Ipv6Hint: 6,
  OdohConfig: 32_769,
} as const;

const KEYS: Readonly<Record<number, string>> = {
  0: "mandatory",
  1: "alpn",
  2: "no-default-alpn",
  3: "port",
  4: "ipv4hint",
  5: "echconfig",
  6: "ipv6hint",
  32769: "odohconfig",
  65535: "key65535",
};

function keyName(key: number): string {
  return KEYS[key] ?? `key${key}`;
}

const PARAMETER = defineField("dns.svcb.svcparam", "protocol", "SvcParam");
const KEY = defineField("dns.svcb.svcparam.key", "uint16", "SvcParamKey", { values: keyName });
const LENGTH = defineField("dns.svcb.svcparam.value.length", "uint16", "SvcParamValue length");
const VALUE = defineField("dns.svcb.svcparam.value", "bytes", "SvcParamValue");
const MANDATORY = defineField("dns.svcb.svcparam.mandatory.key", "uint16", "Mandatory key", {
  values: keyName,
});
const ALPN_LENGTH = defineField("dns.svcb.svcparam.alpn.length", "uint8", "ALPN length");
const ALPN = defineField("dns.svcb.svcparam.alpn", "string", "ALPN");
const PORT = defineField("dns.svcb.svcparam.port", "uint16", "Port");
const IPV4 = defineField("dns.svcb.svcparam.ipv4hint.ip", "ipv4", "IP");
const IPV6 = defineField("dns.svcb.svcparam.ipv6hint.ip", "ipv6", "IP");
const ECH = defineField("dns.svcb.svcparam.echconfig", "bytes", "ECHConfig");
const ODOH = defineField("dns.svcb.svcparam.odohconfig", "bytes", "ODoHConfig");

export const SERVICE_FIELDS: readonly FieldSpec[] = [
  ...[KEY, LENGTH, VALUE, MANDATORY, ALPN_LENGTH, ALPN, PORT, IPV4, IPV6, ECH, ODOH],
];

export function addServiceParameters(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let off = start;
  while (off + 4 <= end) {
    const at = off;
    const value = at + 4;
    const after = value + view.getUint16(at + 2);
    if (after > end) return;
    const key = view.getUint16(at);
    tree.inside(tree.group(PARAMETER, at, after, keyName(key)), () => {
      tree.add(KEY, at);
      tree.add(LENGTH, at + 2);
      addValue(tree, key, value, after);
    });
    off = after;
  }
}

function addValue(tree: Tree, key: number, start: number, end: number): void {
  switch (key) {
    case Key.Mandatory:
      addAll(tree, MANDATORY, start, end);
      return;
    case Key.Alpn:
      addProtocolNames(tree, start, end);
      return;
    case Key.Port:
      addAll(tree, PORT, start, end);
      return;
    case Key.Ipv4Hint:
      addAll(tree, IPV4, start, end);
      return;
    case Key.Ipv6Hint:
      addAll(tree, IPV6, start, end);
      return;
    default: {
      const spec = key === Key.EchConfig ? ECH : key === Key.OdohConfig ? ODOH : VALUE;
      if (end > start) tree.add(spec, start, end - start);
    }
  }
}

function addAll(tree: Tree, spec: FieldSpec, start: number, end: number): void {
  for (let at = start; at + spec.octets <= end; at += spec.octets) tree.add(spec, at);
}

function addProtocolNames(tree: Tree, start: number, end: number): void {
  let at = start;
  while (at < end) {
    const after = at + 1 + tree.view.getUint8(at);
    tree.add(ALPN_LENGTH, at);
    if (after > end) return;
    tree.value(ALPN, readText(tree.view, at + 1, after), at + 1, after);
    at = after;
  }
}
