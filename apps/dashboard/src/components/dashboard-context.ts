/** What every panel reaches: the page's state, its menu, its theme and what was typed. */
import { type Context, createContext, useContext } from "react";
import type { Dashboard } from "../state/dashboard.ts";
import type { RecentFilters } from "../state/recent-filters.ts";
import type { ValueMenu } from "../state/value-menu.ts";
import type { ThemeChoice } from "../theme/theme.ts";

export interface PageContext {
  readonly dashboard: Dashboard;
  readonly menu: ValueMenu;
  readonly theme: ThemeChoice;
  readonly recent: RecentFilters;
}

export const DashboardContext: Context<PageContext | undefined> = createContext<
  PageContext | undefined
>(undefined);

export function usePage(): PageContext {
  const page = useContext(DashboardContext);
  if (page === undefined) throw new Error("A panel was rendered outside of the page.");
  return page;
}

export function useDashboard(): Dashboard {
  return usePage().dashboard;
}
