/** What a click on a value does: filter at once with a mouse or keyboard, open the menu with a finger. */
import type { MouseEvent } from "react";
import type { ClauseAct } from "../state/clauses.ts";
import type { PageContext } from "./dashboard-context.ts";

/** The act that the modifier keys of a click ask for. */
export function actOf(event: {
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): ClauseAct {
  if (event.altKey) return "not";
  return event.ctrlKey || event.metaKey ? "or" : "and";
}

export function clickValue(
  page: PageContext,
  event: MouseEvent<HTMLElement>,
  filter: string,
  value: string,
): void {
  const pointer = (event.nativeEvent as { pointerType?: unknown }).pointerType;
  if (pointer === "touch") {
    const origin = event.currentTarget;
    page.menu.open({ filter, value, x: event.clientX, y: event.clientY, origin });
    return;
  }
  page.dashboard.act(filter, actOf(event));
}
