import { lazy, type ReactNode, Suspense } from "react";
import { useDashboard } from "../components/dashboard-context.ts";
import { PanelBoundary } from "../components/panel-boundary.tsx";
import { Breakdowns } from "../panels/breakdowns/breakdowns.tsx";
import { Figures } from "../panels/figures.tsx";
import { Flows } from "../panels/flows/flows.tsx";
import { Packets } from "../panels/packets/packets.tsx";
import { Timeline } from "../panels/timeline/timeline.tsx";
import { formatFlowName } from "../state/flow-name.ts";
import { useStore } from "../state/use-store.ts";
import "./overview.css";

const Inspector = lazy(() =>
  import("../panels/inspector/inspector.tsx").then((module) => ({ default: module.Inspector })),
);

const FlowDetail = lazy(() =>
  import("../panels/flows/flow-detail.tsx").then((module) => ({ default: module.FlowDetail })),
);

/** What is happening: traffic over time, figures, who and what, and the packets themselves. */
export function Overview(): ReactNode {
  const dashboard = useDashboard();
  const inspecting = useStore(dashboard.inspector.state).kind !== "closed";
  const { list, flow: named } = useStore(dashboard.view);
  const flow = list === "flows" && !inspecting ? named : undefined;
  const beside = inspecting || flow !== undefined;
  const { live } = useStore(dashboard.inquiry.scope);
  const waiting = useStore(dashboard.feed.pending);
  const answering = useStore(dashboard.inquiry.answers.summary).pending;
  const pending = live ? waiting : answering;
  return (
    <div aria-busy={pending} className={beside ? "overview overview-inspecting" : "overview"}>
      <PanelBoundary name="Timeline">
        <Timeline />
      </PanelBoundary>
      <div className="overview-lower">
        <PanelBoundary name="Figures">
          <Figures />
        </PanelBoundary>
        <Breakdowns />
        {list === "flows" ? (
          <PanelBoundary name="Flows">
            <Flows />
          </PanelBoundary>
        ) : (
          <PanelBoundary name="Packets">
            <Packets />
          </PanelBoundary>
        )}
      </div>
      {flow !== undefined && (
        <PanelBoundary name="Flow">
          <Suspense fallback={<aside className="panel inspector" aria-busy />}>
            <FlowDetail key={formatFlowName(flow)} />
          </Suspense>
        </PanelBoundary>
      )}
      {inspecting && (
        <PanelBoundary name="Inspector">
          <Suspense fallback={<aside className="panel inspector" aria-busy />}>
            <Inspector />
          </Suspense>
        </PanelBoundary>
      )}
    </div>
  );
}
