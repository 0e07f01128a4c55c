import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useDashboard, usePage } from "./components/dashboard-context.ts";
import { DropTarget } from "./components/drop-target.tsx";
import { KeysDialog } from "./components/keys-dialog.tsx";
import { PanelBoundary } from "./components/panel-boundary.tsx";
import { useSampled } from "./components/use-sampled.ts";
import { ValueMenuView } from "./components/value-menu-view.tsx";
import { formatCount } from "./format/number.ts";
import { Overview } from "./pages/overview.tsx";
import { Banners } from "./panels/banners.tsx";
import { Pages, PageTools, Source, TopBar } from "./panels/header/top-bar.tsx";
import { NoPermission } from "./panels/no-permission.tsx";
import { QueryRow } from "./panels/query-row.tsx";
import { pressKey } from "./state/keys.ts";
import { useStore } from "./state/use-store.ts";
import "./app.css";

const Usage = lazy(() =>
  import("./pages/usage.tsx").then((module) => ({ default: module.UsagePage })),
);

/** A title that changes more often draws the eye for nothing. */
const TITLE_MS = 10_000;

export function App(): ReactNode {
  const { dashboard } = usePage();
  const status = useStore(dashboard.poll.status);
  const [help, setHelp] = useState(false);
  useKeys(() => setHelp(true));
  useTitle();
  const { page } = useStore(dashboard.view);
  const waiting = status?.state === "waiting" && page === "overview";
  const overview = !waiting && page === "overview";
  return (
    <div className="app">
      <header className="app-top">
        <TopBar asking={overview} onHelp={() => setHelp(true)} />
        {overview && <QueryRow />}
      </header>
      <main className="app-main">
        <Banners />
        {waiting ? <NoPermission status={status} /> : <Page />}
      </main>
      <footer className="app-foot">
        <Pages />
        <Source />
        <PageTools onHelp={() => setHelp(true)} />
      </footer>
      <ValueMenuView />
      <DropTarget />
      <KeysDialog open={help} onClose={() => setHelp(false)} />
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

/** Keys act anywhere but in fields, and leave what lists and dialogs handle themselves. */
function useKeys(showHelp: () => void): void {
  const { dashboard, theme, menu } = usePage();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const target = event.target as HTMLElement;
      const typing = target.matches("input, textarea, select, dialog *");
      const pressing = event.key === " " && target.matches("button, summary, [role=treeitem]");
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (typing || pressing || menu.target.getSnapshot() !== undefined) return;
      const used = pressKey(event.key, dashboard, {
        focusFilter: () => document.querySelector<HTMLElement>("[data-filter-box]")?.focus(),
        toggleTheme: () => theme.toggle(),
        focusRanking: (place) =>
          document
            .querySelectorAll(".breakdown")
            [place - 1]?.querySelector<HTMLElement>(".breakdown-row button")
            ?.focus(),
        showHelp,
        copyLink: () => document.querySelector<HTMLElement>("[data-copy-link]")?.click(),
        goLive: () => document.querySelector<HTMLElement>(".packets-head > .pill")?.click(),
        pickTime: () => document.querySelector<HTMLElement>("[data-popover=time]")?.click(),
        focusList: () => document.querySelector<HTMLElement>("[data-packet-grid]")?.focus(),
      });
      if (used) event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [dashboard, theme, menu, showHelp]);
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
