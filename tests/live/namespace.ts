/** Network namespaces, each a machine of its own to the tests, and the virtual wires between them. */
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { IP_COMMAND } from "../requirements.ts";

/** What the kernel has counted on one interface, both directions together. */
export interface Counters {
  readonly packets: number;
  readonly bytes: number;
}

export class Namespace {
  readonly name: string;
  #removed = false;

  /** Loopback is up and IPv6 off, so that nobody speaks unasked. */
  constructor(label: string) {
    this.name = `wirescope-${process.pid}-${label}`;
    ip("netns", "add", this.name);
    this.run("sh", "-c", "for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 >$f; done");
    this.ip("link", "set", "lo", "up");
  }

  /** The words that run `words` in here. */
  command(...words: string[]): string[] {
    return [IP_COMMAND, "netns", "exec", this.name, ...words];
  }

  /** What the program printed. */
  run(...words: string[]): string {
    const [program, ...rest] = this.command(...words);
    return execFileSync(program!, rest, { encoding: "utf8" });
  }

  /** The same for programs that talk to the test. */
  async runAside(...words: string[]): Promise<string> {
    const [program, ...rest] = this.command(...words);
    const { stdout } = await promisify(execFile)(program!, rest, { maxBuffer: 2 ** 26 });
    return stdout;
  }

  /** `ip` for the interfaces of this namespace. */
  ip(...words: string[]): string {
    return ip("-n", this.name, ...words);
  }

  /** Loopback counts each packet when it is sent and again when it arrives. */
  counters(interfaceName: string): Counters {
    const directory = `/sys/class/net/${interfaceName}/statistics`;
    const names = ["rx_packets", "tx_packets", "rx_bytes", "tx_bytes"];
    const values = this.run("cat", ...names.map((name) => `${directory}/${name}`));
    const [rxPackets, txPackets, rxBytes, txBytes] = values.trim().split("\n").map(Number);
    return { packets: rxPackets! + txPackets!, bytes: rxBytes! + txBytes! };
  }

  /** Takes its interfaces with it. Safe to call twice. */
  remove(): void {
    if (this.#removed) return;
    this.#removed = true;
    ip("netns", "delete", this.name);
  }
}

/** One end of a wire: whose it is, what it is called there, and its IPv4 address without prefix. */
export interface WireEnd {
  readonly namespace: Namespace;
  readonly interfaceName: string;
  readonly address: string;
}

/** Joins two namespaces; both ends are up and in one /24 network. */
export function connect(near: WireEnd, far: WireEnd): void {
  ip(
    ...["link", "add", near.interfaceName, "netns", near.namespace.name, "type", "veth"],
    ...["peer", "name", far.interfaceName, "netns", far.namespace.name],
  );
  for (const { namespace, interfaceName, address } of [near, far]) {
    namespace.ip("address", "add", `${address}/24`, "dev", interfaceName);
    namespace.ip("link", "set", interfaceName, "up");
  }
}

function ip(...words: string[]): string {
  return execFileSync(IP_COMMAND, words, { encoding: "utf8" });
}
