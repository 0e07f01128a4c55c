import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { useDashboard, usePage } from "./components/dashboard-context.ts";
import { DropTarget } from "./components/drop-target.tsx";
import { KeysDialog } from "./components/keys-dialog.tsx";
import { PanelBoundary } from "./components/panel-boundary.tsx";
import { useKeys } from "./components/use-keys.ts";
import { usePageActs } from "./components/use-page-acts.ts";
import { useSampled } from "./components/use-sampled.ts";
import { ValueMenuView } from "./components/value-menu-view.tsx";
import { formatCount } from "./format/number.ts";
import { Overview } from "./pages/overview.tsx";
import { Banners } from "./panels/banners.tsx";
import { Pages, PageTools, Source, TopBar } from "./panels/header/top-bar.tsx";
import { NoPermission } from "./panels/no-permission.tsx";
import { QueryRow } from "./panels/query-row.tsx";
import { useStore } from "./state/use-store.ts";
import "./app.css";

const Usage = lazy(() =>
  import("./pages/usage.tsx").then((module) => ({ default: module.UsagePage })),
);

const Palette = lazy(() =>
  import("./panels/palette/palette.tsx").then((module) => ({ default: module.Palette })),
);

/** A title that changes more often draws the eye for nothing. */
const TITLE_MS = 10_000;

export function App(): ReactNode {
  const { dashboard } = usePage();
  const status = useStore(dashboard.poll.status);
  const [help, setHelp] = useState(false);
  const [finding, setFinding] = useState(false);
  const showHelp = useCallback(() => setHelp(true), []);
  const find = useCallback(() => setFinding(true), []);
  const acts = usePageActs(showHelp);
  useKeys(acts, find);
  useTitle();
  const { page } = useStore(dashboard.view);
  const waiting = status?.state === "waiting" && page === "overview";
  const overview = !waiting && page === "overview";
  return (
    <div className="app">
      <header className="app-top">
        <TopBar asking={overview} onHelp={showHelp} onFind={find} />
        {overview && <QueryRow />}
      </header>
      <main className="app-main">
        <Banners />
        {waiting ? <NoPermission status={status} /> : <Page />}
      </main>
      <footer className="app-foot">
        <Pages />
        <Source />
        <PageTools onHelp={showHelp} onFind={find} />
      </footer>
      <ValueMenuView />
      <DropTarget />
      <KeysDialog open={help} onClose={() => setHelp(false)} />
      {finding && (
        <Suspense>
          <Palette acts={acts} onClose={() => setFinding(false)} />
        </Suspense>
      )}
      <Announcements />
    </div>
  );
}

function Page(): ReactNode {
  const { page } = useStore(useDashboard().view);
  if (page === "usage") {
    return (
      <PanelBoundary name="Usage">
        <Suspense fallback={<p aria-busy />}>
          <Usage />
        </Suspense>
      </PanelBoundary>
    );
  }
  return (
    <>
      <h1 className="offscreen">Overview of the traffic</h1>
      <Overview />
    </>
  );
}

function Announcements(): ReactNode {
  const { dashboard } = usePage();
  return (
    <p className="offscreen" role="status" aria-live="polite">
      {useStore(dashboard.announcer.text)}
    </p>
  );
}

/** The tab says where the packets come from, and that the view is paused. */
function useTitle(): void {
  const { dashboard } = usePage();
  const status = useStore(dashboard.poll.status);
  const { paused } = useStore(dashboard.feed.pause);
  const { arrived } = useSampled(dashboard.feed.pause, TITLE_MS);
  const source = status?.sources.join(", ") ?? "";
  const name = source === "" ? "Wirescope" : `${source} – Wirescope`;
  useEffect(() => {
    document.title = paused ? `❚❚ PAUSED · ${formatCount(arrived)} new · ${name}` : name;
  }, [paused, arrived, name]);
}
