/** The page's entry: wires the browser, the server's session and the state together. */
import "./theme/tokens.css";
import "./theme/fonts.css";
import "./theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { DashboardContext } from "./components/dashboard-context.ts";
import type { ActiveSession } from "./session/active-session.ts";
import { openFileSession } from "./session/file-session.ts";
import { RemoteSession } from "./session/remote.ts";
import { browserAddressBar } from "./state/address-bar.ts";
import { browserStorage } from "./state/browser-storage.ts";
import { Dashboard } from "./state/dashboard.ts";
import { FrameScheduler } from "./state/frame-scheduler.ts";
import { browserTimer } from "./state/hold.ts";
import { RecentFilters } from "./state/recent-filters.ts";
import { ValueMenu } from "./state/value-menu.ts";
import { browserThemeHost, ThemeChoice } from "./theme/theme.ts";

function serverSession(): ActiveSession {
  const session = new RemoteSession({
    origin: window.location.origin,
    fetch: (input, init) => window.fetch(input, init),
    openSocket: (url) => new WebSocket(url),
  });
  return {
    kind: "server",
    session,
    connection: session.connection,
    retryNow: () => session.retryNow(),
    startDemo: () => session.startDemo(),
    exporter: { kind: "link", url: (request, scope) => session.exportUrl(request, scope) },
    cancelReading: undefined,
  };
}

const page = {
  theme: new ThemeChoice(browserThemeHost()),
  menu: new ValueMenu(),
  recent: new RecentFilters(browserStorage()),
  dashboard: new Dashboard({
    server: serverSession(),
    addressBar: browserAddressBar,
    scheduler: new FrameScheduler((callback) => requestAnimationFrame(callback)),
    timer: browserTimer,
    clock: () => Date.now(),
    openFile: openFileSession,
  }),
};
page.dashboard.start();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <DashboardContext value={page}>
      <App />
    </DashboardContext>
  </StrictMode>,
);
