/** Names of the interfaces of this network namespace, for messages: the cheapest list there is. */
import { readFileSync } from "node:fs";
import { captureDevices } from "./libpcap/devices.ts";

/** Also those that are down. */
export function interfaceNames(): string[] {
  return process.platform === "linux"
    ? parseNames(readFileSync("/proc/net/dev", "utf8"))
    : captureDevices().map((device) => device.name);
}

/** Names in `/proc/net/dev`: two heading lines, then "name: counters". */
export function parseNames(text: string): string[] {
  return text
    .split("\n")
    .slice(2)
    .flatMap((line) => /^\s*(\S+):/.exec(line)?.[1] ?? []);
}
