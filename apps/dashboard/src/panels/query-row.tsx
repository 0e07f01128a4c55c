import { TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { useDashboard } from "../components/dashboard-context.ts";
import { useSampled } from "../components/use-sampled.ts";
import { formatCount, formatPercent } from "../format/number.ts";
import { formatDate, isSameDay } from "../format/time.ts";
import { removeClause, splitClauses } from "../state/clauses.ts";
import { lossShare } from "../state/figures.ts";
import { useStore } from "../state/use-store.ts";
import "./query-row.css";

/** The question that the page answers, as chips, and what its answer leaves out. */
export function QueryRow(): ReactNode {
  const dashboard = useDashboard();
  const { filter } = useStore(dashboard.view);
  const frame = useSampled(dashboard.feed.shown, 500);
  const coverage = useStore(dashboard.coverage.note);
  const isFile = useStore(dashboard.poll.status)?.mode === "file";
  const whole = useStore(dashboard.wholeTimeline.timeline);
  const clauses = splitClauses(filter);
  const totals = frame?.totals;
  const lost = totals === undefined ? 0 : totals.kernelDrops + totals.interfaceDrops;
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
      {totals !== undefined && (
        <span className="query-count">
          {filter === ""
            ? `${formatCount(totals.allPackets)} packets`
            : `${formatCount(totals.packets)} of ${formatCount(totals.allPackets)} packets`}
        </span>
      )}
      {whole !== undefined && !isSameDay(whole.start * 1e6, Date.now() * 1000) && (
        <span className="query-count">{formatDate(whole.start * 1e6)}</span>
      )}
      {coverage !== undefined && <span className="query-note">{coverage}</span>}
      {totals !== undefined && !isFile && (
        <span
          className={lost > 0 ? "query-drops query-lost" : "query-drops"}
          title={
            lost > 0
              ? "The system had no room for these packets. A capture filter (-f), a shorter snap length (--snaplen) or a faster machine helps."
              : "Every packet that the system saw was counted"
          }
        >
          {lost > 0 && <TriangleAlert size={14} aria-hidden />}
          {lost > 0
            ? `${formatCount(lost)} lost (${formatPercent(lossShare(lost, totals.allPackets))})`
            : "0 lost"}
        </span>
      )}
    </div>
  );
}
