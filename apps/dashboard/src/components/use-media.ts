import { useCallback, useSyncExternalStore } from "react";

/** Phones: two-line rows, tabs instead of columns, taps instead of clicks. */
export const PHONE = "(max-width: 700px)";

/** Whether a media query holds, followed while the component is there. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
