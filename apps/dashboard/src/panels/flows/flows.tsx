import { FLOW_SORTS, type FlowSort } from "@wirescope/query";
import { ArrowUp } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { CoverageTag } from "../../components/coverage-tag.tsx";
import { useDashboard } from "../../components/dashboard-context.ts";
import { ExportMenu } from "../../components/export-menu.tsx";
import { ListTabs } from "../../components/list-tabs.tsx";
import { NoMatch } from "../../components/no-match.tsx";
import { useHold } from "../../components/use-hold.ts";
import { useSize } from "../../components/use-size.ts";
import { formatCount } from "../../format/number.ts";
import { isEmptyFile } from "../../state/empty-file.ts";
import { FLOW_EXPORTS } from "../../state/export-choices.ts";
import { type FlowListState, MOST_FLOWS } from "../../state/flow-list.ts";
import { useStore } from "../../state/use-store.ts";
import { FlowTable } from "./flow-table.tsx";
import "./flows.css";

const SORT_NAMES: Readonly<Record<FlowSort, string>> = {
  bytes: "Most bytes",
  packets: "Most packets",
  start: "Started last",
  last: "Seen last",
  duration: "Longest",
};

/** Rows below the visible ones at which the next page is asked for. */
const ROWS_AHEAD = 60;

/** The flows of the scope: who spoke with whom, about what, how much. */
export function Flows(): ReactNode {
  const dashboard = useDashboard();
  const list = useStore(dashboard.inquiry.flows.state);
  const setHeld = useCallback(
    (held: boolean) => dashboard.inquiry.flows.setHeld(held),
    [dashboard],
  );
  const { hold, handlers } = useHold(setHeld);
  const region = useRef<HTMLElement>(null);
  const { height } = useSize(region);
  const [scrollTop, setScrollTop] = useState(0);
  const { filter } = useStore(dashboard.view);
  const { paused } = useStore(dashboard.feed.pause);
  const { follows, span } = useStore(dashboard.inquiry.scope);
  useEffect(() => {
    dashboard.inquiry.flows.setShown(true);
    return () => {
      dashboard.inquiry.flows.setShown(false);
      hold.release();
    };
  }, [dashboard, hold]);
  const question = `${filter} ${list.sort} ${follows || `${span.from} ${span.to}`}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top
  useEffect(() => {
    void region.current?.scrollTo({ top: 0 });
  }, [question]);

  function onScroll(): void {
    const top = region.current?.scrollTop ?? 0;
    setScrollTop(top);
    if (top > 0) hold.add("scroll");
    else hold.remove("scroll");
  }

  function onBelow(rows: number): void {
    if (rows < ROWS_AHEAD && list.failure === undefined) void dashboard.inquiry.flows.more();
  }

  return (
    <section
      className={paused ? "panel flows list-paused" : "panel flows"}
      aria-label="Flows"
      aria-busy={list.pending}
    >
      <header className="packets-head">
        <ListTabs />
        <span className="packets-count">
          {list.coverage !== undefined && list.coverage.kind !== "none" && (
            <>
              {formatCount(list.total)}
              <span className="flows-word">{list.total === 1 ? " flow" : " flows"}</span>
            </>
          )}
        </span>
        <CoverageTag coverage={list.coverage} />
        {follows && scrollTop > 0 && (
          <button
            type="button"
            className="pill"
            title="The list stands still while it is scrolled"
            onClick={() => region.current?.scrollTo({ top: 0 })}
          >
            First <ArrowUp size={14} aria-hidden />
          </button>
        )}
        <select
          className="select flows-sort"
          aria-label="Order of the flows"
          value={list.sort}
          onChange={(event) => dashboard.inquiry.flows.setSort(event.target.value as FlowSort)}
        >
          {FLOW_SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {SORT_NAMES[sort]}
            </option>
          ))}
        </select>
        <ExportMenu
          label="Save these flows"
          choices={FLOW_EXPORTS}
          scope={() => dashboard.inquiry.exportScope}
        />
      </header>
      {list.failure !== undefined && (
        <p className="packets-failure" role="alert">
          Flows could not be fetched: {list.failure}
        </p>
      )}
      <section
        ref={region}
        className="flows-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
        aria-label="List of flows"
        onScroll={onScroll}
        {...handlers}
      >
        {list.flows.length > 0 && (
          <FlowTable
            flows={list.flows}
            sort={list.sort}
            scrollTop={scrollTop}
            viewHeight={height}
            onBelow={onBelow}
          />
        )}
        <ListEnd list={list} />
      </section>
    </section>
  );
}

/** What stands below the rows: why there are none, or no more. */
function ListEnd({ list }: { readonly list: FlowListState }): ReactNode {
  const dashboard = useDashboard();
  const { filter } = useStore(dashboard.view);
  const range = useCallback(() => dashboard.inquiry.range, [dashboard]);
  const status = useStore(dashboard.poll.status);
  const frame = useStore(dashboard.feed.shown);
  if (list.flows.length === 0 && filter !== "" && isKnown(list)) {
    return <NoMatch of="flow" filter={filter} range={range} />;
  }
  if (list.flows.length === 0 && list.coverage !== undefined) {
    return (
      <p className="flows-empty">
        {list.coverage.kind === "none"
          ? (list.coverage.note ?? "Nothing is known of this time.")
          : isEmptyFile(status, frame)
            ? "This file holds no packets."
            : "No flows in this time."}
      </p>
    );
  }
  if (list.hasMore && list.failure !== undefined) {
    return (
      <button
        type="button"
        className="button flows-more"
        onClick={() => void dashboard.inquiry.flows.more()}
      >
        Try again
      </button>
    );
  }
  if (list.flows.length < MOST_FLOWS || list.total <= MOST_FLOWS) return null;
  return (
    <p className="flows-empty">
      {`These are the first ${formatCount(MOST_FLOWS)} of ${formatCount(list.total)} flows; all of them can be saved.`}
    </p>
  );
}

/** Whether the answer is there, and something could have been in it. */
function isKnown({ coverage }: FlowListState): boolean {
  return coverage !== undefined && coverage.kind !== "none";
}
