import { USAGE_PERIODS, type Usage, type UsagePeriod } from "@wirescope/query";
import { type CSSProperties, type ReactNode, useEffect, useMemo, useState } from "react";
import { CoverageTag } from "../components/coverage-tag.tsx";
import { useDashboard } from "../components/dashboard-context.ts";
import { ExportMenu } from "../components/export-menu.tsx";
import { Tabs } from "../components/tabs.tsx";
import { ZoneSelect } from "../components/zone-select.tsx";
import { formatIso, type TimeFormat } from "../format/time.ts";
import { formatBytes } from "../format/traffic.ts";
import { usageExports } from "../state/export-choices.ts";
import { byPeriod, type PeriodUsage, usageSpan } from "../state/usage-question.ts";
import { useStore } from "../state/use-store.ts";
import "./usage.css";

const TITLES: Readonly<Record<UsagePeriod, string>> = {
  day: "Days",
  week: "Weeks",
  month: "Months",
};
const TABS = USAGE_PERIODS.map((key) => ({ key, title: TITLES[key] }));

const REFRESH_MS = 60_000;

/** What each device of the local network exchanged, by the calendar of the page's time zone. */
export function UsagePage(): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const [period, setPeriod] = useState<UsagePeriod>("day");
  const [now, setNow] = useState(dashboard.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(dashboard.now), REFRESH_MS);
    return () => clearInterval(timer);
  }, [dashboard]);
  const span = useMemo(() => usageSpan(period, now, format), [period, now, format]);
  const { usage, problem } = useUsage(period, span, format);
  const periods = useMemo(() => (usage === undefined ? [] : byPeriod(usage)), [usage]);
  const most = Math.max(
    1,
    ...periods.flatMap(({ devices }) => devices.map((row) => row.bytesIn + row.bytesOut)),
  );
  const range = { from: formatIso(span.from), to: formatIso(span.to) };
  return (
    <section className="usage" aria-labelledby="usage-title">
      <header className="usage-head">
        <h1 id="usage-title">Usage by device</h1>
        {problem === undefined && (
          <>
            <Tabs label="Period" tabs={TABS} chosen={period} onChoose={setPeriod} />
            <CoverageTag coverage={usage?.coverage} />
            <span className="usage-zone">
              <label htmlFor="usage-zone">Calendar of</label>
              <ZoneSelect id="usage-zone" className="select" />
            </span>
            <ExportMenu
              label="Save this table"
              choices={usageExports(period, format.zone.name)}
              scope={() => range}
            />
          </>
        )}
      </header>
      {problem !== undefined && <NoUsage problem={problem} />}
      {problem === undefined && usage !== undefined && periods.length === 0 && (
        <p className="usage-none">
          Nothing has been counted yet; the first minute is being recorded.
        </p>
      )}
      {periods.map((entry) => (
        <Period key={entry.span.from} entry={entry} period={period} most={most} format={format} />
      ))}
    </section>
  );
}

/** Why there is none, and what there is instead. */
function NoUsage({ problem }: { readonly problem: string }): ReactNode {
  const dashboard = useDashboard();
  const mode = useStore(dashboard.poll.status)?.mode;
  return (
    <div className="usage-none">
      <p className="usage-none-title">
        {mode === "file" ? "A capture file has no usage" : problem}
      </p>
      <p>
        {mode === "file" || mode === "demo"
          ? "What each device uses is counted by the day while a network is captured."
          : "Usage is counted while history is kept; start without --no-history to keep it."}
      </p>
      <p className="button-row">
        <button type="button" className="button" onClick={() => dashboard.setPage("overview")}>
          Show the overview
        </button>
      </p>
    </div>
  );
}

function useUsage(
  period: UsagePeriod,
  span: { readonly from: number; readonly to: number },
  format: TimeFormat,
): { readonly usage: Usage | undefined; readonly problem: string | undefined } {
  const { session } = useStore(useDashboard().active);
  const [usage, setUsage] = useState<Usage | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    let current = true;
    const range = { from: BigInt(span.from) * 1000n, to: BigInt(Math.ceil(span.to)) * 1000n };
    session.usage({ range, period, timeZone: format.zone.name }).then(
      (answer) => {
        if (!current) return;
        setUsage(answer);
        setProblem(undefined);
      },
      (error: Error) => {
        if (current) setProblem(error.message);
      },
    );
    return () => {
      current = false;
    };
  }, [session, period, span, format]);
  return { usage, problem };
}

interface PeriodProps {
  readonly entry: PeriodUsage;
  readonly period: UsagePeriod;
  /** The most that any device exchanged in any period. */
  readonly most: number;
  readonly format: TimeFormat;
}

function Period({ entry, period, most, format }: PeriodProps): ReactNode {
  const title = periodTitle(entry, period, format);
  return (
    <table className="panel usage-table">
      <caption>
        <span className="usage-period">{title}</span>
        <span className="usage-sum">
          ↓ {formatBytes(entry.bytesIn)} · ↑ {formatBytes(entry.bytesOut)}
        </span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Device</th>
          <th scope="col" className="usage-address">
            Addresses
          </th>
          <th scope="col" className="usage-number">
            ↓ In
          </th>
          <th scope="col" className="usage-number">
            ↑ Out
          </th>
          <th scope="col" className="usage-number">
            Both
          </th>
        </tr>
      </thead>
      <tbody>
        {entry.devices.map((row) => {
          const both = row.bytesIn + row.bytesOut;
          const style = {
            "--share": both / most,
            "--inwards": both > 0 ? row.bytesIn / both : 1,
          } as CSSProperties;
          const shown = row.name ?? row.vendor ?? row.device;
          return (
            <tr key={row.device} style={style}>
              <th scope="row" title={row.device}>
                <span dir="auto">{row.device === "other" ? "All other devices" : shown}</span>
                {shown !== row.device && row.device !== "other" && (
                  <span className="usage-aside">{row.device}</span>
                )}
              </th>
              <td className="usage-address" title={row.addresses.join(", ")}>
                {row.addresses.slice(0, 2).join(", ")}
                {row.addresses.length > 2 && ` +${row.addresses.length - 2}`}
              </td>
              <td className="usage-number usage-in">{formatBytes(row.bytesIn)}</td>
              <td className="usage-number usage-out">{formatBytes(row.bytesOut)}</td>
              <td className="usage-number usage-both">
                {formatBytes(both)}
                <span className="bar" aria-hidden>
                  <span className="bar-fill" />
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function periodTitle({ span }: PeriodUsage, period: UsagePeriod, format: TimeFormat): string {
  const first = format.date(span.from);
  if (period === "day") return first;
  const last = format.date(span.to - 1);
  if (period === "month") return first.replace(/^\d+ /, "");
  const isOneYear = first.slice(-4) === last.slice(-4);
  return `${isOneYear ? first.slice(0, -5) : first} – ${last}`;
}
