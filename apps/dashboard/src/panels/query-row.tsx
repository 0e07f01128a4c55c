import type { Status } from "@wirescope/query";
import { TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { CoverageTag } from "../components/coverage-tag.tsx";
import { useDashboard } from "../components/dashboard-context.ts";
import { useSampled } from "../components/use-sampled.ts";
import { formatCount, formatCounted, formatPercent } from "../format/number.ts";
import { formatDuration, parseIso } from "../format/time.ts";
import { removeClause, splitClauses } from "../state/clauses.ts";
import { lossShare } from "../state/figures.ts";
import { oldestPacket } from "../state/history-extent.ts";
import { overlaps, SECOND } from "../state/time-window.ts";
import { useStore } from "../state/use-store.ts";
import "./query-row.css";

/** The question that the page answers, as chips, and what its answer leaves out. */
export function QueryRow(): ReactNode {
  const dashboard = useDashboard();
  const { filter } = useStore(dashboard.view);
  const { live } = useStore(dashboard.inquiry.scope);
  const clauses = splitClauses(filter);
  return (
    <div className="query-row">
      {clauses.length > 0 && (
        <ul className="chips" aria-label="Filter">
          {clauses.map((clause) => (
            <li key={clause}>
              <button
                type="button"
                className="chip"
                aria-label={`Remove ${clause}`}
                data-v={clause}
                data-f={clause}
                onClick={() => dashboard.setFilter(removeClause(filter, clause))}
              >
                <X size={12} aria-hidden />
                <span dir="auto">{clause}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {live ? <LiveCount filtered={filter !== ""} /> : <ScopeCount />}
      <Selection />
      <Drops />
    </div>
  );
}

/** Packets since the start, and since when the packets themselves are held. */
function LiveCount({ filtered }: { readonly filtered: boolean }): ReactNode {
  const dashboard = useDashboard();
  const totals = useSampled(dashboard.feed.shown, 500)?.totals;
  const extent = useStore(dashboard.inquiry.history.extent);
  const format = useStore(dashboard.format);
  const { window } = useStore(dashboard.inquiry.scope);
  const status = useStore(dashboard.poll.status);
  const isFile = status?.mode === "file";
  if (totals === undefined) return null;
  const held = oldestPacket(extent);
  const now = Date.now() * 1000;
  const isForgetting =
    totals.packetsForgotten > 0 && held !== undefined && !(held <= began(status) + SECOND);
  return (
    <>
      <span className="query-count">
        {filtered
          ? `${formatCount(totals.packets)} of ${formatCounted(totals.allPackets, "packet")}`
          : formatCounted(totals.allPackets, "packet")}
      </span>
      {isFile && totals.allPackets > 0 && !format.isSameDay(window.from, now) && (
        <span className="query-date">{format.date(window.from)}</span>
      )}
      {isForgetting && (
        <span className="query-note">
          Packets since {format.clock(held)} are held; earlier ones are counted only.
        </span>
      )}
    </>
  );
}

/** When the source was started, microseconds since 1970; NaN while that is unknown. */
function began(status: Status | undefined): number {
  return parseIso(status?.startedAt ?? "");
}

/** Packets of the scope, and how finely they are known. */
function ScopeCount(): ReactNode {
  const dashboard = useDashboard();
  const { value, problem } = useStore(dashboard.inquiry.answers.summary);
  if (problem !== undefined) {
    return (
      <span className="query-note query-lost" role="alert">
        {problem}
      </span>
    );
  }
  if (value === undefined) return null;
  const { coverage } = value;
  return (
    <>
      {coverage.kind !== "none" && (
        <span className="query-count">{formatCounted(value.packets, "packet")}</span>
      )}
      <CoverageTag coverage={coverage} />
      {coverage.kind !== "exact" && coverage.note !== undefined && (
        <span className="query-note">{coverage.note}</span>
      )}
    </>
  );
}

/** What the page answers for instead of the window, and the ways out of it. */
function Selection(): ReactNode {
  const dashboard = useDashboard();
  const { selection } = useStore(dashboard.view);
  const { window } = useStore(dashboard.inquiry.scope);
  const format = useStore(dashboard.format);
  if (selection === undefined) return null;
  const length = formatDuration((selection.to - selection.from) / SECOND);
  return (
    <span className="query-selection">
      <span>
        <span className="query-word">Selection</span> {format.span(selection, dashboard.today)} ·{" "}
        {length}
      </span>
      {!overlaps(selection, window) && (
        <button
          type="button"
          className="button"
          title="The selection is outside of what the timeline shows"
          onClick={() => dashboard.reveal(selection)}
        >
          Off screen, show
        </button>
      )}
      <button
        type="button"
        className="button"
        title="Zoom to the selection (Z)"
        onClick={() => dashboard.travel.zoomToSelection()}
      >
        Zoom
      </button>
      <button
        type="button"
        className="button"
        title="Clear the selection (Esc)"
        onClick={() => dashboard.select(undefined)}
      >
        Clear
      </button>
    </span>
  );
}

function Drops(): ReactNode {
  const dashboard = useDashboard();
  const totals = useSampled(dashboard.feed.shown, 500)?.totals;
  const status = useStore(dashboard.poll.status);
  const capturesNothing = status?.mode === "file" || status?.mode === "history";
  if (totals === undefined || capturesNothing) return null;
  const lost = totals.kernelDrops + totals.interfaceDrops;
  const unwritten = status?.drops.packetsUnwritten ?? 0;
  const share = lost > 0 ? ` (${formatPercent(lossShare(lost, totals.allPackets))})` : "";
  const isWell = lost === 0 && unwritten === 0;
  const titles = isWell ? ["Every packet that the system saw was counted."] : [];
  if (lost > 0) titles.push(LOST);
  if (unwritten > 0) titles.push(UNWRITTEN);
  return (
    <span className={isWell ? "query-drops" : "query-drops query-lost"} title={titles.join(" ")}>
      {!isWell && <TriangleAlert size={14} aria-hidden />}
      {`${formatCount(lost)} lost${share}`}
      {unwritten > 0 && `, ${formatCount(unwritten)} not on disk`}
    </span>
  );
}

const LOST =
  "The system had no room for the packets that are lost. A capture filter (-f), a shorter snap length (--snaplen) or a faster machine helps.";
const UNWRITTEN =
  "Some packets are counted, but could not be written to disk: it is full, or slower than the traffic.";
