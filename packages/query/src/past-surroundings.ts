/**
 * What history knows of the flows and addresses of packets on disk: whoever reads packets has it learn
 * their time first.
 */
import type { Packet } from "@wirescope/decode";
import type { Value } from "@wirescope/filter";
import type { AddressWords, Surroundings } from "./filter-context.ts";
import { FlowDirectory } from "./flow-directory.ts";
import { flowValues } from "./flow-field.ts";
import { NameDirectory } from "./name-directory.ts";
import type { PastSession } from "./past-session.ts";
import { toUnixNanos } from "./timestamp.ts";

/** The part of history that is asked. */
export type KnowingPast = Pick<PastSession, "flows" | "hosts">;

/** Whole minutes, in seconds since 1970. */
export interface Minutes {
  readonly from: number;
  readonly to: number;
}

interface Known {
  readonly flows: FlowDirectory | undefined;
  readonly names: NameDirectory | undefined;
}

/** Fields that history can't tell of a packet's flow, which it keeps by the minute. */
const WHOLE_FLOW: ReadonlySet<string> = new Set(["flow.packets", "flow.bytes", "flow.duration"]);

/** Seconds after which nothing is added to a minute any more, and for which one that grows is not asked again. */
const SETTLING = 120;
const FRESHNESS = 5;
const MINUTE = 60;

/** What was learnt last, so that pages of the same minutes share it. */
export class PastKnowledge {
  readonly #past: KnowingPast;
  readonly #now: () => number;
  #key = "";
  /** Seconds since 1970 up to which it is good for others that ask the same. */
  #goodUntil = Number.NEGATIVE_INFINITY;
  #known: Promise<Known> | undefined;

  /** @param now seconds since 1970 */
  constructor(past: KnowingPast, now: () => number) {
    this.#past = past;
    this.#now = now;
  }

  /** @throws QueryError where history can't answer */
  async of({ from, to }: Minutes, fields: readonly string[]): Promise<Known> {
    const asksFlows = fields.some((name) => /^(app|flow)\b/.test(name));
    const asksNames = fields.includes("host.name");
    const key = `${from} ${to} ${asksFlows} ${asksNames}`;
    const now = this.#now();
    const isGood = key === this.#key && now <= this.#goodUntil;
    if (this.#known !== undefined && isGood) return this.#known;
    const known = this.#read({ from, to }, asksFlows, asksNames);
    this.#key = key;
    this.#known = known;
    this.#goodUntil = to + SETTLING <= now ? Number.POSITIVE_INFINITY : now + FRESHNESS;
    try {
      return await known;
    } catch (error) {
      if (this.#known === known) this.#known = undefined;
      throw error;
    }
  }

  async #read({ from, to }: Minutes, asksFlows: boolean, asksNames: boolean): Promise<Known> {
    const range = { from: toUnixNanos(from, 0), to: toUnixNanos(to, 0) };
    return {
      flows: asksFlows ? await FlowDirectory.read(this.#past, range) : undefined,
      names: asksNames ? await NameDirectory.read(this.#past, range) : undefined,
    };
  }
}

export class PastSurroundings implements Surroundings {
  /** Packets whose flow was asked for and is not known. */
  unknownCount = 0;
  readonly #knowledge: PastKnowledge;
  readonly #fields: readonly string[];
  #minutes: Minutes = { from: 0, to: 0 };
  #known: Known | undefined;
  #lastUnknown = 0;

  /** @param fields what the filter asks for */
  constructor(knowledge: PastKnowledge, fields: readonly string[]) {
    this.#knowledge = knowledge;
    this.#fields = fields;
  }

  /**
   * Has what is known of packets from `from` to `to`, seconds since 1970, at hand from now on.
   *
   * @throws QueryError where history can't answer
   */
  async learn(from: number, to: number): Promise<void> {
    const minutes = { from: minuteOf(from), to: minuteOf(to) + MINUTE };
    if (minutes.from === this.#minutes.from && minutes.to === this.#minutes.to) return;
    this.#known = await this.#knowledge.of(minutes, this.#fields);
    this.#minutes = minutes;
  }

  flowValues(name: string, packet: Packet): readonly Value[] {
    if (packet.ipVersion === 0) return [];
    const flow = this.#known?.flows?.find(packet);
    if (flow !== undefined) return flowValues(name, flow);
    if (packet.number !== this.#lastUnknown) this.unknownCount++;
    this.#lastUnknown = packet.number;
    return [];
  }

  namesOf(address: AddressWords): readonly string[] {
    return this.#known?.names?.of(address) ?? [];
  }
}

/** Why history can't tell one of the fields, in a sentence; undefined where it can tell them all. */
export function untoldField(fields: readonly string[]): string | undefined {
  const name = fields.find((field) => WHOLE_FLOW.has(field));
  return (
    name &&
    `${name} is of a flow from its first to its last packet, which is known only while packets are in memory; sort the flows by it instead.`
  );
}

function minuteOf(seconds: number): number {
  return Math.floor(seconds / MINUTE) * MINUTE;
}
