import type { Flow } from "@wirescope/query";
import { Filter, List } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { CopyButton } from "../../components/copy-button.tsx";
import { useDashboard } from "../../components/dashboard-context.ts";
import { Swatch } from "../../components/swatch.tsx";
import { formatEndpoint } from "../../format/endpoint.ts";
import { formatDuration, parseIso } from "../../format/time.ts";
import { directionRows, singleRows } from "../../state/flow-health.ts";
import { useStore } from "../../state/use-store.ts";
import { slotOf } from "../../theme/palette.ts";
import { InspectorHead } from "../inspector/inspector-head.tsx";
import "./flow-detail.css";

/** One flow beside the list: who spoke with whom, when, how much, and how well it went. */
export function FlowDetail(): ReactNode {
  const dashboard = useDashboard();
  const opened = useStore(dashboard.inquiry.flows.opened.state);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected)
        before.focus({ preventScroll: true });
    };
  }, []);
  const flow = opened.kind === "open" ? opened.flow : undefined;
  return (
    <aside
      className="panel inspector flow-detail"
      aria-label="Details of the flow"
      aria-busy={opened.kind === "loading"}
    >
      <InspectorHead
        title="Flow"
        heading={heading}
        facts={
          flow !== undefined && (
            <span className="inspector-facts">
              <Swatch slot={slotOf(flow.protocol)} /> {flow.protocol}
              {flow.protocolByPort && " (by its port alone)"}
            </span>
          )
        }
        closeLabel="Close the details"
        onClose={() => dashboard.closeFlow()}
      />
      {flow !== undefined && <Detail flow={flow} />}
      {opened.kind === "gone" && (
        <p className="inspector-note">
          This flow is not held any more, or the filter leaves it out.
        </p>
      )}
      {opened.kind === "failed" && (
        <p className="inspector-note" role="alert">
          The flow could not be fetched: {opened.message}
        </p>
      )}
    </aside>
  );
}

function Detail({ flow }: { readonly flow: Flow }): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const moment = (timestamp: string) => (
    <time dateTime={timestamp}>{format.stamp(parseIso(timestamp), dashboard.now)}</time>
  );
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["From", formatEndpoint(flow.originator, flow.originatorPort)],
    ["To", formatEndpoint(flow.responder, flow.responderPort)],
    ["Name", flow.name && <span dir="auto">{flow.name}</span>],
    ["Application", `${flow.application} (${flow.category})`],
    ["Transport", flow.transport.toUpperCase()],
    ["State", flow.state],
    ["Started", moment(flow.firstTimestamp)],
    ["Last packet", moment(flow.lastTimestamp)],
    ["Lasted", formatDuration(flow.duration)],
    ["VLAN", flow.vlan],
    ["Tunnel", flow.tunnel],
    ["Community ID", flow.communityId],
  ];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <section className="flow-detail-body" tabIndex={0} aria-label="What is known of the flow">
        <dl className="flow-facts">
          {facts
            .filter(([, value]) => value !== undefined && value !== "")
            .map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          {singleRows(flow).map(({ label, title, value }) => (
            <div key={label} title={title}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <table className="flow-directions">
          <thead>
            <tr>
              <td />
              <th scope="col" title="What the one that began it sent">
                From → To
              </th>
              <th scope="col" title="What it was sent">
                To → From
              </th>
            </tr>
          </thead>
          <tbody>
            {directionRows(flow).map((row) => (
              <tr key={row.label} title={row.title}>
                <th scope="row">{row.label}</th>
                <td>{row.out}</td>
                <td>{row.in}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <footer className="flow-acts">
        <button
          type="button"
          className="button"
          onClick={() => dashboard.showFlow(flow.filter, "flows")}
        >
          <Filter size={14} aria-hidden /> Only this flow
        </button>
        <button
          type="button"
          className="button"
          onClick={() => dashboard.showFlow(flow.filter, "packets")}
        >
          <List size={14} aria-hidden /> Its packets
        </button>
        <CopyButton text={flow.filter} label="Copy its filter" />
      </footer>
    </>
  );
}
