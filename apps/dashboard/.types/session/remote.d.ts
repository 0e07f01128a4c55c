/** The session that the Wirescope server behind this page answers, over HTTP and one WebSocket. */
import { type FieldInfo, type FlowsPage, type FlowsQuestion, type HostsPage, type HostsQuestion, type InterfaceInfo, type LiveStream, type PacketDetail, type PacketsPage, type PacketsQuestion, type QueryError, type Scope, type Session, type Status, type Summary, type Timeline, type TimelineQuestion, type Top, type TopQuestion } from "@wirescope/query";
import { Store } from "../state/store.ts";
import type { Connection } from "./connection.ts";
export interface RemoteSessionOptions {
    /** `http:` or `https:` origin of the server. */
    readonly origin: string;
    readonly fetch: typeof fetch;
    readonly openSocket: (url: string) => WebSocket;
}
export declare class RemoteSession implements Session {
    #private;
    /** Of the live stream; `connecting` until one is opened. */
    readonly connection: Store<Connection>;
    constructor(options: RemoteSessionOptions);
    status(): Promise<Status>;
    interfaces(): Promise<readonly InterfaceInfo[]>;
    summary(question: Scope): Promise<Summary>;
    timeline(question: TimelineQuestion): Promise<Timeline>;
    top(question: TopQuestion): Promise<Top>;
    flows(question: FlowsQuestion): Promise<FlowsPage>;
    hosts(question: HostsQuestion): Promise<HostsPage>;
    packets(question: PacketsQuestion): Promise<PacketsPage>;
    packet(number: number): Promise<PacketDetail | undefined>;
    fields(): Promise<readonly FieldInfo[]>;
    /** Asks the server to replay its recorded sample as if it were live. */
    startDemo(): Promise<void>;
    live(onFrame: (frame: ArrayBuffer) => void, onProblem?: (problem: QueryError, epoch: number) => void): LiveStream;
    retryNow(): void;
    close(): Promise<void>;
}
//# sourceMappingURL=remote.d.ts.map