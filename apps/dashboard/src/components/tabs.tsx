import type { KeyboardEvent, ReactNode } from "react";
import "./tabs.css";

interface TabsProps<K extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly key: K; readonly title: string }[];
  readonly chosen: K;
  readonly onChoose: (key: K) => void;
}

/** A tab list with one tab stop; arrows choose (ARIA Authoring Practices, tabs). */
export function Tabs<K extends string>({ label, tabs, chosen, onChoose }: TabsProps<K>): ReactNode {
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = tabs.findIndex((tab) => tab.key === chosen);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (at + step + tabs.length) % tabs.length;
    onChoose(tabs[next]!.key);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  }
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          aria-selected={tab.key === chosen}
          tabIndex={tab.key === chosen ? 0 : -1}
          onClick={() => onChoose(tab.key)}
        >
          {tab.title}
        </button>
      ))}
    </div>
  );
}
