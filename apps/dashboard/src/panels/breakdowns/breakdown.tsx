import type { Coverage, LiveRanking } from "@wirescope/query";
import { Check, Minus } from "lucide-react";
import { type CSSProperties, type ReactNode, useCallback, useRef, useState } from "react";
import { CoverageTag } from "../../components/coverage-tag.tsx";
import { useDashboard, usePage } from "../../components/dashboard-context.ts";
import { ExportMenu } from "../../components/export-menu.tsx";
import { Swatch } from "../../components/swatch.tsx";
import { useHold } from "../../components/use-hold.ts";
import { clickValue } from "../../components/value-click.ts";
import { formatCount, formatPercent } from "../../format/number.ts";
import { formatBytes } from "../../format/traffic.ts";
import { clauseState } from "../../state/clauses.ts";
import { isEmptyFile } from "../../state/empty-file.ts";
import { topExports } from "../../state/export-choices.ts";
import { RankOrder } from "../../state/rank-order.ts";
import { useStore } from "../../state/use-store.ts";
import { slotOf } from "../../theme/palette.ts";
import type { Dimension } from "./dimension.ts";
import { useRanking } from "./use-ranking.ts";

const ROWS = 30;

type Metric = "bytes" | "packets";

interface BreakdownProps {
  readonly dimension: Dimension;
  readonly heading: ReactNode;
}

/** One ranked list. Values change while it is watched; rows keep their places under the pointer. */
export function Breakdown({ dimension, heading }: BreakdownProps): ReactNode {
  const { title } = dimension;
  const dashboard = useDashboard();
  const { ranking, totals, epoch, coverage, problem } = useRanking(dimension);
  const { filter } = useStore(dashboard.view);
  const status = useStore(dashboard.poll.status);
  const frame = useStore(dashboard.feed.shown);
  const [metric, setMetric] = useState<Metric>("bytes");
  const { hold, held, handlers } = useHold();
  const order = useRef({ key: "", rank: new RankOrder(ROWS) });
  const onFocus = useCallback(() => hold.add("focus"), [hold]);
  const onBlur = useCallback(() => hold.remove("focus"), [hold]);

  const values = valuesOf(ranking, metric);
  const key = `${epoch} ${metric}`;
  if (order.current.key !== key) order.current = { key, rank: new RankOrder(ROWS) };
  const labels = order.current.rank.update(values, performance.now(), held);
  const total = totals[metric];
  const largest = values.values().next().value ?? 0;

  return (
    <section className="panel breakdown" aria-label={title}>
      <header className="breakdown-head">
        {heading}
        {coverage?.resolution === "hour" && <CoverageTag coverage={coverage} iconOnly />}
        <select
          className="select"
          aria-label={`Measure of ${title.toLowerCase()}`}
          value={metric}
          onChange={(event) => setMetric(event.target.value as Metric)}
        >
          <option value="bytes">bytes</option>
          <option value="packets">packets</option>
        </select>
        <ExportMenu
          label={`Save ${title.toLowerCase()}`}
          iconOnly
          choices={topExports(title, dimension.key, metric)}
          scope={() => dashboard.inquiry.exportScope}
        />
      </header>
      <ul className="breakdown-list" {...handlers} onFocus={onFocus} onBlur={onBlur}>
        {ranking !== undefined &&
          labels.map((label) => (
            <BreakdownRow
              key={label}
              dimension={dimension}
              ranking={ranking}
              label={label}
              metric={metric}
              total={total}
              largest={largest}
            />
          ))}
        {ranking !== undefined && labels.length === 0 && (
          <li className="breakdown-rest">
            {nothingText(title, filter, coverage, isEmptyFile(status, frame))}
          </li>
        )}
        {problem !== undefined && <li className="breakdown-rest">{problem}</li>}
        {ranking !== undefined && ranking.members > labels.length && labels.length > 0 && (
          <li className="breakdown-rest">{formatCount(ranking.members - labels.length)} more</li>
        )}
      </ul>
    </section>
  );
}

function nothingText(
  title: string,
  filter: string,
  coverage: Coverage | undefined,
  isEmpty: boolean,
): string {
  if (isEmpty) return "None in this file.";
  if (coverage?.kind === "none") return "Not known for this time.";
  if (filter !== "") return "Nothing matches.";
  return coverage === undefined ? `${title} appear with the first packet.` : "No traffic.";
}

function valuesOf(ranking: LiveRanking | undefined, metric: Metric): Map<string, number> {
  if (ranking === undefined) return new Map();
  const column = ranking[metric];
  const entries = ranking.labels.map((label, i): [string, number] => [label, column[i]!]);
  return new Map(entries.sort((a, b) => b[1] - a[1]));
}

interface BreakdownRowProps {
  readonly dimension: Dimension;
  readonly ranking: LiveRanking;
  readonly label: string;
  readonly metric: Metric;
  readonly total: number;
  readonly largest: number;
}

function BreakdownRow(props: BreakdownRowProps): ReactNode {
  const { dimension, ranking, label, metric, total, largest } = props;
  const page = usePage();
  const { filter } = useStore(page.dashboard.view);
  const index = ranking.labels.indexOf(label);
  const clause = ranking.filters[index] ?? "";
  const name = ranking.names[index] ?? "";
  const value = ranking[metric][index] ?? 0;
  const state = clause === "" ? "none" : clauseState(filter, clause);
  const share = total > 0 ? value / total : 0;
  const inwards = ranking.bytes[index] ? ranking.bytesIn[index]! / ranking.bytes[index]! : 1;
  const style = {
    "--share": largest > 0 ? value / largest : 0,
    "--inwards": dimension.key === "host" ? inwards : 1,
  } as CSSProperties;
  return (
    <li className={state === "none" ? "breakdown-row" : `breakdown-row breakdown-${state}`}>
      <button
        type="button"
        aria-pressed={state === "chosen"}
        data-f={clause === "" ? undefined : clause}
        data-v={label}
        disabled={clause === "" || index < 0}
        title={`${label}${name === "" ? "" : `\n${name}`}\n${formatPercent(share)} of all\nClick: filter · Ctrl: or · Alt: not`}
        style={style}
        onClick={(event) => clickValue(page, event, clause, label)}
      >
        <span className="breakdown-label">
          {state === "chosen" && <Check size={12} aria-label="chosen" />}
          {state === "excluded" && <Minus size={12} aria-label="excluded" />}
          {dimension.key === "protocol" && <Swatch slot={slotOf(label)} />}
          <RowText label={label} name={name} />
        </span>
        {dimension.key === "protocol" && (
          <span className="breakdown-share">{formatPercent(share)}</span>
        )}
        <span className="breakdown-value">
          {metric === "bytes" ? formatBytes(value) : formatCount(value)}
        </span>
        <span className="bar" aria-hidden>
          <span className="bar-fill" />
        </span>
      </button>
    </li>
  );
}

/** The name first where one is known; the address behind it is never cut inside a number. */
function RowText({ label, name }: { readonly label: string; readonly name: string }): ReactNode {
  if (name === "") {
    return (
      <span className="breakdown-text" dir="auto">
        {label}
      </span>
    );
  }
  return (
    <span className="breakdown-name">
      <span className="breakdown-text" dir="auto">
        {name}
      </span>
      <span className="breakdown-aside">{label}</span>
    </span>
  );
}
