import type { ReactNode } from "react";
import { useStore } from "../state/use-store.ts";
import { LISTS, type ListKind } from "../state/view-state.ts";
import { useDashboard } from "./dashboard-context.ts";
import { Tabs } from "./tabs.tsx";

const TITLES: Readonly<Record<ListKind, string>> = { packets: "Packets", flows: "Flows" };
const TABS = LISTS.map((key) => ({ key, title: TITLES[key] }));

/** Which list is shown below the figures. */
export function ListTabs(): ReactNode {
  const dashboard = useDashboard();
  const { list } = useStore(dashboard.view);
  return (
    <Tabs label="List" tabs={TABS} chosen={list} onChoose={(next) => dashboard.setList(next)} />
  );
}
