/** A pair of virtual Ethernet interfaces: what is sent on one end arrives at the other. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { loadKoffi } from "../../packages/capture/src/native-bridge.ts";
import { IP_COMMAND } from "../requirements.ts";

const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const PACKET_QDISC_BYPASS = 20;
const SOL_PACKET = 263;

const libc = loadKoffi().load(null);
const socket = libc.func("int socket(int, int, int)");
const bind = libc.func("int bind(int, const uint8_t *, uint32_t)");
const setsockopt = libc.func("int setsockopt(int, int, int, const uint8_t *, uint32_t)");
const send = libc.func("intptr_t send(int, const uint8_t *, size_t, int)");
const close = libc.func("int close(int)");

let pairs = 0;

export class VethPair {
  /** The end to capture on. */
  readonly near: string;
  /** The end that {@link send} uses. */
  readonly far: string;
  readonly #fd: number;
  #removed = false;

  /** Both ends up, without IPv6, so that nobody but {@link send} speaks on them. */
  constructor() {
    pairs += 1;
    const name = `ws${process.pid}x${pairs}`;
    this.near = `${name}n`;
    this.far = `${name}f`;
    ip("link", "add", this.near, "type", "veth", "peer", "name", this.far);
    for (const end of [this.near, this.far]) {
      const ipv6 = `/proc/sys/net/ipv6/conf/${end}/disable_ipv6`;
      if (existsSync(ipv6)) writeFileSync(ipv6, "1");
      ip("link", "set", end, "up");
    }
    this.#fd = openSender(this.far);
  }

  send(frames: readonly Uint8Array[]): void {
    for (const frame of frames) {
      if (send(this.#fd, frame, frame.length, 0) !== frame.length) {
        throw new Error(`A frame of ${frame.length} octets was not sent on ${this.far}.`);
      }
    }
  }

  down(): void {
    ip("link", "set", this.near, "down");
  }

  up(): void {
    ip("link", "set", this.near, "up");
  }

  /** How many listeners hold the near end promiscuous. */
  promiscuity(): number {
    const shown = ip("-d", "link", "show", this.near);
    return Number(/promiscuity (\d+)/.exec(shown)?.[1]);
  }

  /** Packets that arrived at the near end. */
  arrived(): number {
    return Number(readFileSync(`/sys/class/net/${this.near}/statistics/rx_packets`, "utf8"));
  }

  remove(): void {
    if (this.#removed) return;
    this.#removed = true;
    close(this.#fd);
    ip("link", "delete", this.near);
  }
}

export function ip(...words: string[]): string {
  return execFileSync(IP_COMMAND, words, { encoding: "utf8" });
}

function openSender(name: string): number {
  const fd: number = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  const address = new DataView(new ArrayBuffer(20));
  const index = Number(readFileSync(`/sys/class/net/${name}/ifindex`, "utf8"));
  address.setUint16(0, AF_PACKET, true);
  address.setInt32(4, index, true);
  const on = new Uint8Array(Uint32Array.of(1).buffer);
  setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, on, on.length);
  if (bind(fd, new Uint8Array(address.buffer), 20) !== 0) {
    throw new Error(`A sender could not be opened on ${name}.`);
  }
  return fd;
}
