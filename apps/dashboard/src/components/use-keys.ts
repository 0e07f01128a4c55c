import { useEffect } from "react";
import { GoKeys } from "../state/go-keys.ts";
import { type KeyActs, pressKey } from "../state/keys.ts";
import { usePage } from "./dashboard-context.ts";
import { focusRegion } from "./regions.ts";

/**
 * Keys act anywhere but in fields, and leave what lists and dialogs handle themselves; the palette and
 * the way between regions are there in fields as well.
 */
export function useKeys(acts: KeyActs, find: () => void): void {
  const { dashboard, menu } = usePage();
  useEffect(() => {
    const go = new GoKeys();

    function isUsed(event: KeyboardEvent): boolean {
      const target = event.target as HTMLElement;
      if (target.matches("dialog *") || menu.target.getSnapshot() !== undefined) return false;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        find();
        return true;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === "F6") {
        focusRegion(event.shiftKey ? -1 : 1);
        return true;
      }
      if (target.matches("input, textarea, select")) return false;
      if (event.key === " " && target.matches("button, summary, [role=treeitem]")) return false;
      if (go.press(event.key, dashboard, performance.now())) return true;
      return pressKey(event.key, dashboard, acts);
    }

    function onKeyDown(event: KeyboardEvent): void {
      if (!event.defaultPrevented && isUsed(event)) event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [dashboard, menu, acts, find]);
}
