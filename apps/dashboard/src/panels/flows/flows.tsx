import { FLOW_SORTS, type FlowSort } from "@wirescope/query";
import { type ReactNode, useCallback, useEffect } from "react";
import { CoverageTag } from "../../components/coverage-tag.tsx";
import { useDashboard } from "../../components/dashboard-context.ts";
import { ExportMenu } from "../../components/export-menu.tsx";
import { ListTabs } from "../../components/list-tabs.tsx";
import { useHold } from "../../components/use-hold.ts";
import { formatCount } from "../../format/number.ts";
import { FLOW_EXPORTS } from "../../state/export-choices.ts";
import { useStore } from "../../state/use-store.ts";
import { FlowTable } from "./flow-table.tsx";
import "./flows.css";

const SORT_NAMES: Readonly<Record<FlowSort, string>> = {
  bytes: "Most bytes first",
  packets: "Most packets first",
  start: "Started last first",
  last: "Newest first",
  duration: "Longest first",
};

/** The flows of the scope: who spoke with whom, about what, how much. */
export function Flows(): ReactNode {
  const dashboard = useDashboard();
  const list = useStore(dashboard.inquiry.flows.state);
  const setHeld = useCallback(
    (held: boolean) => dashboard.inquiry.flows.setHeld(held),
    [dashboard],
  );
  const { hold, handlers } = useHold(setHeld);
  useEffect(() => {
    dashboard.inquiry.flows.setShown(true);
    return () => {
      dashboard.inquiry.flows.setShown(false);
      hold.release();
    };
  }, [dashboard, hold]);
  return (
    <section className="panel flows" aria-label="Flows" aria-busy={list.pending}>
      <header className="packets-head">
        <ListTabs />
        <span className="packets-count">
          {list.coverage !== undefined && `${formatCount(list.total)} flows`}
        </span>
        <CoverageTag coverage={list.coverage} />
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <section className="flows-scroll" tabIndex={0} aria-label="List of flows" {...handlers}>
        {list.flows.length > 0 && <FlowTable flows={list.flows} sort={list.sort} />}
        {list.flows.length === 0 && list.coverage !== undefined && (
          <p className="flows-empty">
            {list.coverage.kind === "none"
              ? (list.coverage.note ?? "Nothing is known of this time.")
              : "No flows in this time."}
          </p>
        )}
        {list.hasMore && (
          <button
            type="button"
            className="button flows-more"
            onClick={() => dashboard.inquiry.flows.more()}
          >
            Show more
          </button>
        )}
      </section>
    </section>
  );
}
