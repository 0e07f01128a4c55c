/**
 * One answer for any range: memory where it holds every packet of the range, history otherwise.
 *
 * Memory is exact to the packet but reaches back only as far as packets are held; history reaches back as far
 * as it is kept, by the minute, the running one included. A question is answered by one of the two
 * whole, so that its parts always agree, and its coverage says which it was.
 */
import type { Coverage, Extent, HostsPage, Summary, Timeline, Top, Usage } from "./answer.ts";
import type { QueryError } from "./errors.ts";
import type { FlowsPage } from "./flow.ts";
import { JoinedPackets } from "./joined-packets.ts";
import type { FieldInfo, PacketDataPage, PacketDetail, PacketsPage } from "./packet.ts";
import type { KeptSession, PastSession } from "./past-session.ts";
import type {
  FlowsQuestion,
  HostsQuestion,
  PacketsQuestion,
  Scope,
  TimelineQuestion,
  TopQuestion,
  UsageQuestion,
} from "./question.ts";
import type { LiveStream, Session } from "./session.ts";
import type { InterfaceInfo, Status } from "./status.ts";
import { parseTimestamp } from "./timestamp.ts";

/** The questions that both can answer. */
type SharedQuestion = "summary" | "timeline" | "top" | "flows" | "hosts";

type AnswerOf<K extends SharedQuestion> = Awaited<ReturnType<Session[K]>>;

export class PlannedSession implements Session {
  readonly #live: Session;
  readonly #past: PastSession;
  readonly #kept: KeptSession | undefined;
  readonly #packets: JoinedPackets | undefined;
  /** Where the records of earlier captures end, nanoseconds since 1970; undefined where that is unknown. */
  #recordedUntil: bigint | undefined;

  /** `kept`: packets on disk, where any are kept. */
  constructor(live: Session, past: PastSession, kept?: KeptSession) {
    this.#live = live;
    this.#past = past;
    this.#kept = kept;
    this.#packets = kept && new JoinedPackets(live, kept);
  }

  /**
   * Finds out where the records of earlier captures end. Call it once history can be asked and before this capture has
   * recorded a minute there. Where history can't tell, what lies before the capture stays its own.
   */
  async lookBack(): Promise<void> {
    try {
      const { flows, hours } = await this.#past.extent();
      const end = flows?.to ?? hours?.to;
      this.#recordedUntil = end === undefined ? 0n : parseTimestamp(end);
    } catch {
      // Whoever asks history next is told why.
    }
  }

  status(): Promise<Status> {
    return this.#live.status();
  }

  interfaces(): Promise<readonly InterfaceInfo[]> {
    return this.#live.interfaces();
  }

  async summary(question: Scope): Promise<Summary> {
    const answer = await this.#plan("summary", question);
    // What was lost since the start is known to whoever captures.
    const { drops } = await this.#live.status();
    return { ...answer, drops };
  }

  timeline(question: TimelineQuestion): Promise<Timeline> {
    return this.#plan("timeline", question);
  }

  top(question: TopQuestion): Promise<Top> {
    return this.#plan("top", question);
  }

  flows(question: FlowsQuestion): Promise<FlowsPage> {
    return this.#plan("flows", question);
  }

  hosts(question: HostsQuestion): Promise<HostsPage> {
    return this.#plan("hosts", question);
  }

  packets(question: PacketsQuestion): Promise<PacketsPage> {
    return this.#packets?.page("packets", question) ?? this.#live.packets(question);
  }

  packetData(question: PacketsQuestion): Promise<PacketDataPage> {
    return this.#packets?.page("packetData", question) ?? this.#live.packetData(question);
  }

  packet(number: number): Promise<PacketDetail | undefined> {
    return this.#packets?.packet(number) ?? this.#live.packet(number);
  }

  fields(): Promise<readonly FieldInfo[]> {
    return this.#live.fields();
  }

  async extent(): Promise<Extent> {
    const [live, past, kept] = await Promise.all([
      this.#live.extent(),
      this.#past.extent(),
      this.#kept?.extent(),
    ]);
    // Timestamps of one form sort as text does. A small budget on disk reaches less far than memory.
    const [from] = [kept?.packets?.from, live.packets?.from].filter((time) => time).sort();
    const to = live.packets?.to ?? kept?.packets?.to;
    const packets = from === undefined || to === undefined ? undefined : { from, to };
    return { ...past, packets, problem: past.problem ?? kept?.problem };
  }

  usage(question: UsageQuestion): Promise<Usage> {
    return this.#past.usage(question);
  }

  live(
    onFrame: (frame: ArrayBuffer) => void,
    onProblem?: (problem: QueryError, epoch: number) => void,
  ): LiveStream {
    return this.#live.live(onFrame, onProblem);
  }

  async close(): Promise<void> {
    await Promise.all([this.#live.close(), this.#past.close(), this.#kept?.close()]);
  }

  /** Whoever does not answer whole is asked for what it has only where the other has nothing. */
  async #plan<K extends SharedQuestion>(
    name: K,
    question: Parameters<Session[K]>[0],
  ): Promise<AnswerOf<K>> {
    const ask = (session: PastSession): Promise<AnswerOf<K>> =>
      (session[name] as (question: Scope) => Promise<AnswerOf<K>>).call(session, question);
    if (await this.#isInMemory(name, question)) {
      const answer = await ask(this.#live);
      if (isWhole(answer.coverage)) return answer;
    }
    const answer = await ask(this.#past);
    if (answer.coverage.kind !== "none") return answer;
    const rest = await ask(this.#live);
    return rest.coverage.kind === "none" ? answer : rest;
  }

  /**
   * Whether asking memory is worth the work. Without a range it is: the capture that is running is meant.
   * Its timeline without a filter outlives the packets. A range that begins before the capture is memory's as well where
   * nobody recorded what lies between.
   */
  async #isInMemory(name: SharedQuestion, { range, filter }: Scope): Promise<boolean> {
    const { from, to } = range;
    const { mode, startedAt, drops } = await this.#live.status();
    if (mode === "history") return false;
    if (from === undefined) return to === undefined;
    if (name === "timeline" && filter === "") {
      return isSince(from, startedAt) || this.#isUnrecordedFrom(from);
    }
    const { packets } = await this.#live.extent();
    if (packets === undefined) return false;
    if (isSince(from, packets.from)) return true;
    return drops.packetsForgotten === 0 && this.#isUnrecordedFrom(from);
  }

  /** Whether no capture before this one recorded anything from `time` on. */
  #isUnrecordedFrom(time: bigint): boolean {
    return this.#recordedUntil !== undefined && time >= this.#recordedUntil;
  }
}

function isSince(time: bigint, start: string): boolean {
  const since = parseTimestamp(start);
  return since !== undefined && time >= since;
}

/** True where nothing of the scope is missing. */
function isWhole({ kind }: Coverage): boolean {
  return kind === "exact";
}
