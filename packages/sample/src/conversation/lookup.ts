/** A name looked up at the router, as a stub resolver does it: A and AAAA at once. */
import { buildDns, type DnsRecord, DnsType } from "../message/dns.ts";
import { type Host, router } from "../network.ts";
import type { Random } from "../random.ts";
import { type Frames, MILLISECOND } from "../sample-frame.ts";
import { udpFrame } from "./path.ts";

const DNS = 53;

export interface LookupOptions {
  readonly client: Host;
  /** The server whose name is asked for. */
  readonly target: Host;
  /** Microseconds since the start of the sample. */
  readonly start: number;
  readonly random: Random;
  /** Name that the target's name is an alias of, for a CNAME in the answers. */
  readonly canonicalName?: string;
}

/** Takes about 30 ms. */
export function* lookUp(options: LookupOptions): Frames {
  const { client, target, random } = options;
  let time = options.start;
  const exchanges = [DnsType.A, DnsType.Aaaa].map((type) => ({
    type,
    id: random.integer(0, 0xffff),
    port: random.integer(32_768, 60_999),
  }));
  for (const { type, id, port } of exchanges) {
    const payload = buildDns({ id, questions: [{ name: target.name, type }] });
    const ports = { sourcePort: port, destinationPort: DNS };
    yield { time, bytes: udpFrame(client, router, { version: 4, payload, ...ports }) };
    time += random.integer(60, 400);
  }
  time += Math.round(random.around(14 * MILLISECOND));
  for (const { type, id, port } of exchanges) {
    const questions = [{ name: target.name, type }];
    const payload = buildDns({ id, questions, answers: answers(options, type) });
    const ports = { sourcePort: DNS, destinationPort: port };
    yield { time, bytes: udpFrame(router, client, { version: 4, payload, ...ports }) };
    time += random.integer(100, 3000);
  }
}

function answers(options: LookupOptions, type: number): DnsRecord[] {
  const { target, canonicalName } = options;
  const name = canonicalName ?? target.name;
  const address = type === DnsType.A ? target.ipv4 : target.ipv6;
  const record: DnsRecord = { name, data: { address } };
  if (canonicalName === undefined) return [record];
  const alias: DnsRecord = {
    name: target.name,
    data: { type: DnsType.Cname, name: canonicalName },
  };
  return [alias, record];
}
