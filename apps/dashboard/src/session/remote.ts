/** The session that the Wirescope server behind this page answers, over HTTP and one WebSocket. */
import {
  type Extent,
  type FieldInfo,
  type FlowsPage,
  type FlowsQuestion,
  formatUnixNanos,
  type HostsPage,
  type HostsQuestion,
  type InterfaceInfo,
  type LiveStream,
  type PacketDataPage,
  type PacketDetail,
  type PacketRow,
  type PacketsPage,
  type PacketsQuestion,
  QueryError,
  type Scope,
  type Session,
  type Status,
  type Summary,
  type Timeline,
  type TimelineQuestion,
  type TimeRange,
  type Top,
  type TopQuestion,
  type Usage,
  type UsageQuestion,
} from "@wirescope/query";
import { browserTimer } from "../state/hold.ts";
import { Store } from "../state/store.ts";
import type { Connection } from "./connection.ts";
import { SessionError } from "./errors.ts";
import type { ExportRequest, ExportScope } from "./exporter.ts";
import { HttpClient, type Parameters, queryProblem } from "./http.ts";
import { LiveSocket } from "./live-socket.ts";

/** What a detail is on the wire: its bytes in base64. */
interface PacketDetailJson {
  readonly row: PacketRow;
  readonly layers: PacketDetail["layers"];
  readonly bytes: string;
}

export interface RemoteSessionOptions {
  /** `http:` or `https:` origin of the server. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  readonly openSocket: (url: string) => WebSocket;
}

export class RemoteSession implements Session {
  /** Of the live stream; `connecting` until one is opened. */
  readonly connection: Store<Connection> = new Store<Connection>({ kind: "connecting" });
  readonly #options: RemoteSessionOptions;
  readonly #http: HttpClient;
  readonly #streams = new Set<LiveSocket>();

  constructor(options: RemoteSessionOptions) {
    this.#options = options;
    this.#http = new HttpClient(`${options.origin}/api/v1`, options.fetch);
  }

  status(): Promise<Status> {
    return this.#http.get("/status");
  }

  interfaces(): Promise<readonly InterfaceInfo[]> {
    return this.#http.get("/interfaces");
  }

  summary(question: Scope): Promise<Summary> {
    return this.#http.get("/summary", scope(question));
  }

  timeline(question: TimelineQuestion): Promise<Timeline> {
    return this.#http.get("/timeline", {
      ...scope(question),
      by: question.by,
      step: question.step,
    });
  }

  top(question: TopQuestion): Promise<Top> {
    return this.#http.get("/top", {
      ...scope(question),
      by: question.by,
      metric: question.metric,
      limit: question.limit,
    });
  }

  flows(question: FlowsQuestion): Promise<FlowsPage> {
    return this.#http.get("/flows", {
      ...scope(question),
      sort: question.sort,
      cursor: question.cursor,
      limit: question.limit,
    });
  }

  hosts(question: HostsQuestion): Promise<HostsPage> {
    return this.#http.get("/hosts", {
      ...scope(question),
      cursor: question.cursor,
      limit: question.limit,
    });
  }

  packets(question: PacketsQuestion): Promise<PacketsPage> {
    return this.#http.get("/packets", {
      ...scope(question),
      cursor: question.cursor,
      direction: question.direction,
      limit: question.limit,
    });
  }

  /** A page saves packets from the server's export address: their octets do not pass through it. */
  async packetData(): Promise<PacketDataPage> {
    throw new QueryError(
      "QUERY_FAILED",
      "Packets of a server are saved from its export address, /api/v1/export.",
    );
  }

  async packet(number: number): Promise<PacketDetail | undefined> {
    try {
      const detail = await this.#http.get<PacketDetailJson>(`/packets/${number}`);
      return { row: detail.row, layers: detail.layers, bytes: bytesOfBase64(detail.bytes) };
    } catch (error) {
      if (error instanceof SessionError && error.code === "SESSION_NOT_FOUND") return undefined;
      throw error;
    }
  }

  extent(): Promise<Extent> {
    return this.#http.get("/extent");
  }

  usage(question: UsageQuestion): Promise<Usage> {
    return this.#http.get("/usage", {
      ...rangeOf(question.range),
      period: question.period,
      timeZone: question.timeZone,
    });
  }

  fields(): Promise<readonly FieldInfo[]> {
    return this.#http.get("/fields");
  }

  exportUrl(request: ExportRequest, scope: ExportScope): string {
    return this.#http.url("/export", { ...scope, ...request });
  }

  /** Asks the server to replay its recorded sample as if it were live. */
  startDemo(): Promise<void> {
    return this.#http.post("/demo");
  }

  live(
    onFrame: (frame: ArrayBuffer) => void,
    onProblem?: (problem: QueryError, epoch: number) => void,
  ): LiveStream {
    const url = `${this.#options.origin.replace(/^http/, "ws")}/api/v1/live`;
    const stream = new LiveSocket({
      open: () => this.#options.openSocket(url) as unknown as ReturnType<LiveSocketOpen>,
      timer: browserTimer,
      clock: () => Date.now(),
      onFrame,
      onProblem: (epoch, problem) => onProblem?.(queryProblem(problem), epoch),
    });
    stream.connection.subscribe(() => this.connection.set(stream.connection.getSnapshot()));
    this.#streams.add(stream);
    return stream;
  }

  retryNow(): void {
    for (const stream of this.#streams) stream.retryNow();
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }
}

type LiveSocketOpen = ConstructorParameters<typeof LiveSocket>[0]["open"];

function rangeOf({ from, to }: TimeRange): Parameters {
  return { from: isoOfNanos(from), to: isoOfNanos(to) };
}

function scope(question: Scope): Parameters {
  return { ...rangeOf(question.range), filter: question.filter };
}

function isoOfNanos(nanos: bigint | undefined): string | undefined {
  return nanos === undefined ? undefined : formatUnixNanos(nanos);
}

function bytesOfBase64(text: string): Uint8Array {
  const binary = atob(text);
  return Uint8Array.from({ length: binary.length }, (_, i) => binary.charCodeAt(i));
}
