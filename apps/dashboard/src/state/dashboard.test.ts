import {
  EVERYTHING,
  type Flow,
  type FlowsQuestion,
  type LiveStream,
  type PacketsQuestion,
  type Scope,
  type Session,
  type Status,
  type Subscription,
} from "@wirescope/query";
import { describe, expect, test } from "vitest";
import type { ActiveSession } from "../session/active-session.ts";
import type { Connection } from "../session/connection.ts";
import { COMMANDS, type CommandActs } from "./commands.ts";
import { Dashboard } from "./dashboard.ts";
import { FrameScheduler } from "./frame-scheduler.ts";
import { GoKeys } from "./go-keys.ts";
import { type KeyActs, pressKey } from "./keys.ts";
import { Store } from "./store.ts";

const PAST = {
  kind: "between" as const,
  from: Date.UTC(2026, 10, 22, 12) * 1000,
  to: Date.UTC(2026, 10, 22, 13) * 1000,
};

const FLOW = {
  id: 3,
  communityId: "1:a",
  firstTimestamp: "2026-11-22T14:00:01.500000000Z",
  filter: "tcp.port == 5",
} as unknown as Flow;
const FLOW_ADDRESS = "?v=1&list=flows&d=2026-11-22T14:00:01.5Z+tcp.port+%3D%3D+5";

function nanos(micros: number): bigint {
  return BigInt(micros) * 1000n;
}

function makeSession(kind: ActiveSession["kind"], mode: Status["mode"]) {
  const log = {
    subscriptions: [] as Subscription[],
    packets: [] as PacketsQuestion[],
    summaries: [] as Scope[],
    flows: [] as FlowsQuestion[],
    opened: [] as number[],
    closed: 0,
    startedAt: "2026-11-22T14:00:00.000000000Z",
  };
  const stream: LiveStream = {
    subscribe: (subscription) => void log.subscriptions.push(subscription),
    grant: () => {},
    close: () => {},
  };
  const session = {
    status: async () => {
      const watermark = mode === "file" ? "2023-11-14T23:00:00.000000000Z" : undefined;
      return { mode, state: "running", startedAt: log.startedAt, watermark } as Status;
    },
    interfaces: async () => [],
    packets: async (question: PacketsQuestion) => {
      log.packets.push(question);
      return { packets: [], cursor: undefined, matching: 0 };
    },
    summary: async (question: Scope) => {
      log.summaries.push(question);
      return {};
    },
    flows: async (question: FlowsQuestion) => {
      log.flows.push(question);
      return { flows: question.filter === FLOW.filter ? [FLOW] : [], total: 0 };
    },
    timeline: async () => ({ start: null, step: 1, series: [] }),
    extent: async () => ({ packets: undefined, flows: undefined, hours: undefined, gaps: [] }),
    packet: async (number: number) => {
      log.opened.push(number);
      return undefined;
    },
    live: () => stream,
    close: async () => {
      log.closed += 1;
    },
  } as unknown as Session;
  const active: ActiveSession = {
    kind,
    session,
    connection: new Store<Connection>({ kind: "connected" }),
    retryNow: () => {},
    startDemo: undefined,
    exporter: { kind: "link", url: () => "" },
    cancelReading: undefined,
  };
  return { active, log };
}

function makeDashboard(search = "", mode: Status["mode"] = "live") {
  const server = makeSession("server", mode);
  const file = makeSession("file", "file");
  const history = [search];
  const bar = { navigated: () => {} };
  const dashboard = new Dashboard({
    server: server.active,
    openFile: () => file.active,
    addressBar: {
      read: () => history.at(-1)!,
      write: (text, entry) => {
        if (entry === "replace") history.pop();
        history.push(text);
      },
      back: () => {},
      onNavigate: (listener) => {
        bar.navigated = listener;
      },
    },
    scheduler: new FrameScheduler(() => {}),
    timer: { now: () => 0, after: () => () => {} },
    clock: () => Date.UTC(2026, 10, 22, 14),
  });
  dashboard.start();
  function back(): void {
    history.pop();
    bar.navigated();
  }
  return { dashboard, server, file, history, back };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

describe("Dashboard", () => {
  test("The address is the question that is asked first", () => {
    const { server } = makeDashboard("?v=1&f=dns&t=live-5m&p=7");
    expect(server.log.subscriptions).toMatchObject([{ filter: "dns", window: 300 }]);
    expect(server.log.opened).toEqual([7]);
  });

  test("A filter asks anew, is a step in the history, and Back undoes it", () => {
    const { dashboard, server, history, back } = makeDashboard();
    dashboard.act("dns", "and");
    dashboard.act("ip.addr == 192.0.2.1", "and");
    expect(history).toEqual(["", "?v=1&f=dns", "?v=1&f=dns+%26%26+ip.addr+%3D%3D+192.0.2.1"]);
    back();
    expect(dashboard.view.getSnapshot().filter).toBe("dns");
    expect(server.log.subscriptions.map((subscription) => subscription.filter)).toEqual([
      "",
      "dns",
      "dns && ip.addr == 192.0.2.1",
      "dns",
    ]);
  });

  test("The same filter again asks nothing and leaves the history alone", () => {
    const { dashboard, server, history } = makeDashboard("?v=1&f=dns");
    dashboard.setFilter("dns");
    expect(history).toHaveLength(1);
    expect(server.log.subscriptions).toHaveLength(1);
  });

  test("A stretch of time is a step in the history that Back undoes; a selection too", async () => {
    const { dashboard, server, history, back } = makeDashboard();
    await settle();
    dashboard.setWindow(PAST);
    dashboard.select({ from: PAST.from + 60e6, to: PAST.from + 90e6 });
    expect(history).toEqual([
      "",
      "?v=1&t=2026-11-22T12:00:00Z..13:00:00Z",
      "?v=1&t=2026-11-22T12:00:00Z..13:00:00Z&sel=2026-11-22T12:01:00Z..12:01:30Z",
    ]);
    await settle();
    expect(server.log.summaries.map(({ range }) => range)).toEqual([
      { from: nanos(PAST.from), to: nanos(PAST.to) },
      { from: nanos(PAST.from + 60e6), to: nanos(PAST.from + 90e6) },
    ]);
    expect(server.log.packets.at(-1)?.range).toEqual(server.log.summaries.at(-1)?.range);
    back();
    expect(dashboard.view.getSnapshot().selection).toBeUndefined();
    expect(dashboard.inquiry.scope.getSnapshot()).toMatchObject({ span: { to: PAST.to } });
    back();
    expect(dashboard.inquiry.scope.getSnapshot()).toMatchObject({ live: true, follows: true });
  });

  test("The selection becomes the window by zooming, and going live leaves both", async () => {
    const { dashboard, history } = makeDashboard();
    await settle();
    dashboard.setWindow(PAST);
    dashboard.select({ from: PAST.from + 60e6, to: PAST.from + 90e6 });
    dashboard.travel.zoomToSelection();
    expect(history.at(-1)).toBe("?v=1&t=2026-11-22T12:01:00Z..12:01:30Z");
    dashboard.goLive();
    expect(history.at(-1)).toBe("");
  });

  test("What stands still cannot be paused", async () => {
    const { dashboard } = makeDashboard("?v=1&t=2026-11-22T12:00:00Z..13:00:00Z");
    await settle();
    dashboard.togglePause();
    expect(dashboard.feed.pause.getSnapshot().paused).toBe(false);
  });

  test("A flow is shown with its packets in the time that is selected", async () => {
    const { dashboard, history } = makeDashboard(
      "?v=1&t=2026-11-22T12:00:00Z..13:00:00Z&list=flows",
    );
    dashboard.showFlow("tcp.port == 5", "packets");
    expect(history.at(-1)).toBe("?v=1&t=2026-11-22T12:00:00Z..13:00:00Z&f=tcp.port+%3D%3D+5");
  });

  test("The flow that is open is in the address: Back closes it, and the address opens it", async () => {
    const { dashboard, history, back } = makeDashboard("?v=1&list=flows");
    const { state } = dashboard.inquiry.flows.opened;
    dashboard.openFlow(FLOW);
    expect(history).toEqual(["?v=1&list=flows", FLOW_ADDRESS]);
    back();
    expect(state.getSnapshot().kind).toBe("closed");
    dashboard.openFlow(FLOW);
    dashboard.openFlow(FLOW);
    expect(state.getSnapshot().kind).toBe("closed");
    expect(history.at(-1)).toBe("?v=1&list=flows");

    const { dashboard: other } = makeDashboard(FLOW_ADDRESS);
    await settle();
    expect(other.inquiry.flows.opened.state.getSnapshot()).toEqual({ kind: "open", flow: FLOW });
    other.openFile(new File([], "trace.pcap"));
    expect(other.inquiry.flows.opened.state.getSnapshot().kind).toBe("closed");
  });

  test("Clocks change with the zone of the address", () => {
    const { dashboard } = makeDashboard("?v=1&tz=Asia/Kolkata");
    expect(dashboard.format.getSnapshot().clock(PAST.from)).toBe("17:30:00");
    dashboard.setZone("UTC");
    expect(dashboard.format.getSnapshot().clock(PAST.from)).toBe("12:00:00");
  });

  test("Unit and open packet do not ask anew", () => {
    const { dashboard, server } = makeDashboard();
    dashboard.toggleUnit();
    dashboard.openPacket(3);
    dashboard.closePacket();
    expect(server.log.subscriptions).toHaveLength(1);
    expect(dashboard.inspector.state.getSnapshot()).toEqual({ kind: "closed" });
  });

  test("A packet that is gone is said to be gone", async () => {
    const { dashboard } = makeDashboard();
    dashboard.openPacket(3);
    await settle();
    expect(dashboard.inspector.state.getSnapshot()).toEqual({ kind: "gone", number: 3 });
  });

  test("A file takes the server's place, oldest packet first, and gives it back", async () => {
    const { dashboard, server, file } = makeDashboard("?v=1&f=dns");
    dashboard.openFile(new File([], "trace.pcap"));
    await settle();
    expect(file.log.subscriptions).toMatchObject([{ filter: "" }]);
    expect(dashboard.order.getSnapshot()).toBe("oldest");
    dashboard.closeFile();
    await settle();
    expect(file.log.closed).toBe(1);
    expect(dashboard.active.getSnapshot()).toBe(server.active);
    expect(dashboard.order.getSnapshot()).toBe("newest");
  });

  test("A server that turns out to show an old file is asked for all of it", async () => {
    const { dashboard, server } = makeDashboard("?v=1&list=flows", "file");
    dashboard.inquiry.flows.setShown(true);
    await settle();
    expect(server.log.flows.at(-1)?.range).toEqual(EVERYTHING);
  });

  test("A server that captures nothing begins with flows, and shows packets when asked", async () => {
    const { dashboard } = makeDashboard("", "history");
    await settle();
    expect(dashboard.view.getSnapshot().list).toBe("flows");
    dashboard.setList("packets");
    await dashboard.poll.refresh();
    expect(dashboard.view.getSnapshot().list).toBe("packets");
  });

  test("A server that was started again is asked anew", async () => {
    const { dashboard, server } = makeDashboard("?v=1&p=7");
    await settle();
    server.log.startedAt = "2026-11-22T15:00:00.000000000Z";
    await dashboard.poll.refresh();
    expect(server.log.subscriptions).toHaveLength(2);
    expect(dashboard.view.getSnapshot().packet).toBeUndefined();
    await dashboard.poll.refresh();
    expect(server.log.subscriptions).toHaveLength(2);
  });

  test("What a link says wrongly is told once and can be dismissed", () => {
    const { dashboard } = makeDashboard("?v=1&u=furlongs");
    const [notice] = dashboard.notices.sentences.getSnapshot();
    dashboard.notices.add(notice!);
    expect(dashboard.notices.sentences.getSnapshot()).toHaveLength(1);
    dashboard.notices.dismiss(notice!);
    expect(dashboard.notices.sentences.getSnapshot()).toEqual([]);
  });
});

describe("GoKeys", () => {
  test("G and a letter lead to a page or a list", () => {
    const { dashboard } = makeDashboard();
    const keys = new GoKeys();
    for (const [letter, place] of [
      ["u", { page: "usage" }],
      ["f", { page: "overview", list: "flows" }],
      ["p", { page: "overview", list: "packets" }],
    ] as const) {
      expect(keys.press("g", dashboard, 0)).toBe(true);
      expect(keys.press(letter, dashboard, 100)).toBe(true);
      expect(dashboard.view.getSnapshot()).toMatchObject(place);
    }
  });

  test("A letter that leads nowhere or comes late means what it means alone", () => {
    const { dashboard } = makeDashboard();
    const keys = new GoKeys();
    keys.press("g", dashboard, 0);
    expect(keys.press("x", dashboard, 100)).toBe(false);
    expect(keys.press("u", dashboard, 200)).toBe(false);
    keys.press("g", dashboard, 1000);
    expect(keys.press("u", dashboard, 9000)).toBe(false);
    expect(dashboard.view.getSnapshot().page).toBe("overview");
  });
});

describe("COMMANDS", () => {
  const titles = (dashboard: Dashboard) =>
    COMMANDS.filter(({ isPossible }) => isPossible(dashboard)).map(({ title }) => title);

  test("Those that could do nothing are left out", () => {
    expect(titles(makeDashboard().dashboard)).not.toContain("Clear the filter");
    expect(titles(makeDashboard("?v=1&f=dns").dashboard)).toContain("Clear the filter");
    expect(titles(makeDashboard("/usage").dashboard)).not.toContain("Go live");
    const { dashboard } = makeDashboard();
    dashboard.openFile(new File([], "trace.pcap"));
    expect(titles(dashboard)).toContain("Close the file");
  });

  test("One does what its key does, or what its title says", () => {
    const { dashboard } = makeDashboard("?v=1&f=dns&sel=2026-11-22T12:01:00Z..12:01:30Z");
    const used: string[] = [];
    const acts = new Proxy({} as CommandActs, {
      get: (_, name) => () => void used.push(String(name)),
    });
    for (const command of COMMANDS) {
      if (/^(Clear|Light|Open|All|List of flows)/.test(command.title)) command.run(dashboard, acts);
    }
    const view = { filter: "", selection: undefined, list: "flows" };
    expect(dashboard.view.getSnapshot()).toMatchObject(view);
    expect(used).toEqual(["toggleTheme", "chooseFile", "showHelp"]);
  });
});

describe("pressKey", () => {
  const acts: KeyActs = {
    focusFilter: () => {},
    toggleTheme: () => {},
    showHelp: () => {},
    copyLink: () => {},
    focusRanking: () => {},
    goLive: () => {},
    pickTime: () => {},
    focusList: () => {},
    focusBytes: () => {},
  };

  test("Escape and X close an open packet and are left alone otherwise", () => {
    const { dashboard } = makeDashboard("?v=1&p=7");
    expect(pressKey("Escape", dashboard, acts)).toBe(true);
    expect(dashboard.view.getSnapshot().packet).toBeUndefined();
    expect(pressKey("Escape", dashboard, acts)).toBe(false);
    expect(pressKey("x", dashboard, acts)).toBe(false);
  });

  test("Escape takes the crosshair away after the selection", () => {
    const { dashboard } = makeDashboard("?v=1&sel=2026-11-22T12:01:00Z..12:01:30Z");
    dashboard.pin.set(PAST.from);
    expect(pressKey("Escape", dashboard, acts)).toBe(true);
    expect(dashboard.pin.getSnapshot()).toBe(PAST.from);
    expect(pressKey("Escape", dashboard, acts)).toBe(true);
    expect(dashboard.pin.getSnapshot()).toBeUndefined();
    expect(dashboard.view.getSnapshot().selection).toBeUndefined();
  });

  test("U changes the unit, and keys without a meaning do nothing", () => {
    const { dashboard } = makeDashboard();
    expect(pressKey("u", dashboard, acts)).toBe(true);
    expect(dashboard.view.getSnapshot().unit).toBe("packets");
    expect(pressKey("q", dashboard, acts)).toBe(false);
  });
});
