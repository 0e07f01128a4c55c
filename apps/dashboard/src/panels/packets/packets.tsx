import { type Coverage, EVERYTHING, type LiveFrame, type Summary } from "@wirescope/query";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { ExportMenu } from "../../components/export-menu.tsx";
import { ListTabs } from "../../components/list-tabs.tsx";
import { NoMatch } from "../../components/no-match.tsx";
import { useHold } from "../../components/use-hold.ts";
import { PHONE, useMedia } from "../../components/use-media.ts";
import { formatCount } from "../../format/number.ts";
import { parseIso, type Span } from "../../format/time.ts";
import { packetExports } from "../../state/export-choices.ts";
import type { PacketListState } from "../../state/packet-list.ts";
import { useStore } from "../../state/use-store.ts";
import { PacketGrid } from "./packet-grid.tsx";
import "./packets.css";

/** The packet table: live, it follows the traffic until somebody looks closely. */
export function Packets(): ReactNode {
  const dashboard = useDashboard();
  const list = useStore(dashboard.packets.state);
  const frame = useStore(dashboard.feed.shown);
  const pause = useStore(dashboard.feed.pause);
  const order = useStore(dashboard.order);
  const { filter } = useStore(dashboard.view);
  const summary = useStore(dashboard.inquiry.answers.summary).value;
  const phone = useMedia(PHONE);
  const [toNewest, setToNewest] = useState(0);
  const range = useCallback(() => dashboard.inquiry.packetRange ?? EVERYTHING, [dashboard]);
  const setHeld = useCallback((held: boolean) => dashboard.packets.setHeld(held), [dashboard]);
  const { hold, handlers } = useHold(setHeld);

  function takeNewest(): void {
    hold.release();
    if (pause.paused) dashboard.setPaused(false);
    setToNewest((turn) => turn + 1);
  }

  const { follows, span: scope } = useStore(dashboard.inquiry.scope);
  const span = follows ? { from: 0, to: 0 } : scope;
  const none = list.length === 0 && list.failure === undefined;
  const noLiveMatch = frame?.totals.packets === 0 && frame.totals.allPackets > 0;
  const noMatch = filter !== "" && none && (follows ? noLiveMatch : list.complete);
  const isHistory = useStore(dashboard.poll.status)?.mode === "history";
  const notHeld = none && (isHistory || (!follows && list.complete && !holds(list.coverage, span)));
  const skipped = frame?.totals.rowsSkipped ?? 0;
  return (
    <section
      className={pause.paused ? "panel packets list-paused" : "panel packets"}
      aria-label="Packets"
    >
      <header className="packets-head">
        <ListTabs />
        <span className="packets-count">
          {frame !== undefined && countText(list, frame, filter, summary, follows)}
          {skipped > 0 && filter === "" && follows && (
            <span
              className="packets-skipped"
              title="More arrive than a page can list one by one; scroll to fetch them"
            >
              {" "}
              · {formatCount(skipped)} not shown live (all counted)
            </span>
          )}
        </span>
        {list.arrived > 0 && order === "newest" && follows && (
          <button type="button" className="pill" onClick={takeNewest}>
            {formatCount(list.arrived)} new <ArrowUp size={14} aria-hidden />
            <span className="offscreen">, show them</span>
          </button>
        )}
        {!follows && list.complete && list.length > 0 && <HeldSince coverage={list.coverage} />}
        {!notHeld && <ListTools />}
      </header>
      {list.failure !== undefined && (
        <p className="packets-failure" role="alert">
          Rows could not be fetched: {list.failure}
        </p>
      )}
      {notHeld ? (
        <NotHeld
          note={
            isHistory
              ? "Nothing is captured here; packets stay where they were captured."
              : list.coverage?.note
          }
        />
      ) : noMatch ? (
        <NoMatch of="packet" filter={filter} range={range} />
      ) : (
        <PacketGrid
          key={`${filter} ${order} ${span.from} ${span.to}`}
          follows={follows}
          hold={hold}
          handlers={handlers}
          phone={phone}
          toNewest={toNewest}
          onNewest={takeNewest}
        />
      )}
    </section>
  );
}

/** What can be done with a list that has something in it. */
function ListTools(): ReactNode {
  const dashboard = useDashboard();
  const order = useStore(dashboard.order);
  return (
    <>
      <button
        type="button"
        className="button button-quiet packets-order"
        title="Which packets stand first"
        onClick={() => dashboard.setOrder(order === "newest" ? "oldest" : "newest")}
      >
        <span className="packets-order-word">
          {order === "newest" ? "Newest first" : "Oldest first"}
        </span>
        {order === "newest" ? (
          <ArrowDown size={14} aria-hidden />
        ) : (
          <ArrowUp size={14} aria-hidden />
        )}
      </button>
      <ExportMenu
        label="Save these packets"
        choices={packetExports(dashboard.address)}
        scope={() => dashboard.inquiry.exportScope}
      />
    </>
  );
}

function countText(
  list: PacketListState,
  frame: LiveFrame,
  filter: string,
  summary: Summary | undefined,
  follows: boolean,
): string {
  if (follows) {
    return filter === ""
      ? `${formatCount(list.length)} held`
      : `${formatCount(frame.totals.packets)} match`;
  }
  if (list.coverage === undefined) return "";
  const counted = list.coverage.kind === "exact" ? exactCount(summary) : undefined;
  const held = list.matching ?? counted;
  if (held !== undefined) return `${formatCount(held)} held`;
  return `${formatCount(list.listed)} ${list.complete ? "held" : "so far"}`;
}

/** Packets of the scope where every one of them was counted. */
function exactCount(summary: Summary | undefined): number | undefined {
  const coverage = summary?.coverage;
  const exact = coverage?.kind === "exact" && coverage.resolution === "packet";
  return exact ? summary?.packets : undefined;
}

/** Whether packets of a stretch of time could be there at all. */
function holds(coverage: Coverage | undefined, { to }: Span): boolean {
  if (coverage === undefined) return true;
  return coverage.kind !== "none" && !(parseIso(coverage.from ?? "") >= to);
}

/** Only a part of the scope's packets is held: since when, and the way to what is known of the rest. */
function HeldSince({ coverage }: { readonly coverage: Coverage | undefined }): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const { span } = useStore(dashboard.inquiry.scope);
  const since = parseIso(coverage?.from ?? "");
  if (coverage?.kind !== "retained" || !(since > span.from)) return null;
  return (
    <span className="packets-since">
      Packets before {format.clock(since)} are not held.{" "}
      <button type="button" className="pill" onClick={() => dashboard.setList("flows")}>
        Flows
      </button>
    </span>
  );
}

/** No packets of this time are held: what is known of it instead. */
function NotHeld({ note }: { readonly note: string | undefined }): ReactNode {
  const dashboard = useDashboard();
  return (
    <div className="packets-none">
      <p className="packets-none-title">The packets of this time are not held</p>
      <p>{note ?? "Packets are kept for a while only; flows are kept longer."}</p>
      <p className="button-row">
        <button
          type="button"
          className="button button-primary"
          onClick={() => dashboard.setList("flows")}
        >
          Show its flows
        </button>
      </p>
    </div>
  );
}
