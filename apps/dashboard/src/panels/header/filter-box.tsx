import { Search, X } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { usePage } from "../../components/dashboard-context.ts";
import { type Completion, complete, readFilter } from "../../state/filter-language.ts";
import { type FilterOffer, offersFor } from "../../state/filter-offers.ts";
import { useStore } from "../../state/use-store.ts";
import { ValueCompletions } from "../../state/value-completions.ts";
import { FilterOptions } from "./filter-options.tsx";
import { usePreview } from "./use-preview.ts";
import "./filter-box.css";

/** The display filter: a combobox that completes, infers and explains (ARIA APG, editable combobox). */
export function FilterBox(): ReactNode {
  const { dashboard, recent } = usePage();
  const { filter } = useStore(dashboard.view);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState(filter);
  const [options, setOptions] = useState<readonly FilterOffer[]>([]);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const { reading, sentence } = usePreview(draft, filter);
  const [refused, setRefused] = useState(false);
  const turn = useRef(0);
  const values = useMemo(
    () =>
      new ValueCompletions(
        () => dashboard.active.getSnapshot().session,
        () => dashboard.inquiry.range,
      ),
    [dashboard],
  );

  // Filters that change elsewhere (a click, Back) show up here unless somebody is typing.
  useEffect(() => {
    setDraft(filter);
    setRefused(false);
  }, [filter]);

  function edit(text: string, caret: number): void {
    setDraft(text);
    setRefused(false);
    offer(text, caret);
  }

  function offer(text: string, caret: number): void {
    setActive(-1);
    turn.current += 1;
    const asked = turn.current;
    void completeWith(values, text, caret).then((found) => {
      if (asked !== turn.current) return;
      const offers = offersFor(text, found, recent.filters.getSnapshot());
      setOptions(offers);
      setOpen(offers.length > 0);
    });
  }

  /** An empty box shows at once what was typed before; one with a filter in it stays out of the way. */
  function offerRecent(): void {
    if (draft === "" && !open && recent.filters.getSnapshot().length > 0) offer("", 0);
  }

  /** Completions that are still under way come too late. */
  function closeList(): void {
    turn.current += 1;
    setOpen(false);
  }

  function take(option: FilterOffer): void {
    if (option.kind === "forget") {
      recent.forget();
      closeList();
      return;
    }
    if (option.kind === "recent") {
      void apply(option.text);
      return;
    }
    const { start, end } = option.replace;
    const text = `${draft.slice(0, start)}${option.text}${draft.slice(end)}`;
    const caret = start + option.text.length;
    input.current?.focus();
    edit(text, caret);
    requestAnimationFrame(() => input.current?.setSelectionRange(caret, caret));
  }

  async function apply(text: string): Promise<void> {
    closeList();
    setDraft(text);
    const result = await readFilter(text);
    if (result.kind === "bad") {
      setRefused(true);
      dashboard.announcer.say(result.problem.message);
      return;
    }
    setDraft(result.text);
    recent.add(result.text);
    dashboard.setFilter(result.text);
  }

  function clear(): void {
    setDraft("");
    closeList();
    dashboard.setFilter("");
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    switch (event.key) {
      case "ArrowDown":
        if (!open && options.length > 0) setOpen(true);
        setActive((at) => (options.length === 0 ? -1 : (at + 1) % options.length));
        break;
      case "ArrowUp":
        setActive((at) => (at <= 0 ? options.length - 1 : at - 1));
        break;
      case "Enter":
        if (open && options[active] !== undefined) take(options[active]);
        else void apply(draft);
        break;
      case "Delete":
        if (!open || !event.shiftKey || options[active]?.kind !== "recent") return;
        recent.remove(options[active].text);
        offer(draft, input.current?.selectionStart ?? 0);
        break;
      case "Tab":
        // Whoever walks past an empty box takes nothing along.
        if (!open || options.length === 0 || event.shiftKey || (draft === "" && active < 0)) return;
        take(options[Math.max(0, active)]!);
        break;
      case "Escape":
        if (open) closeList();
        else if (draft !== filter) setDraft(filter);
        else input.current?.blur();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  const problem = reading?.kind === "bad" ? reading.problem : undefined;
  const shownProblem = problem !== undefined && (refused || !open) ? problem : undefined;
  // The text under the field follows it also when it is drawn after the field was scrolled.
  useLayoutEffect(() => {
    if (shownProblem === undefined || mirror.current === null) return;
    mirror.current.scrollLeft = input.current?.scrollLeft ?? 0;
  }, [shownProblem]);
  const note = shownProblem?.message ?? sentence;
  return (
    <search className="filter-box">
      <Search className="filter-icon" size={14} aria-hidden />
      <div className="filter-field">
        <div ref={mirror} className="filter-mirror" aria-hidden>
          {shownProblem !== undefined && (
            <>
              {draft.slice(0, shownProblem.start)}
              <span className="filter-wrong">
                {draft.slice(shownProblem.start, shownProblem.start + shownProblem.length) || " "}
              </span>
              {draft.slice(shownProblem.start + shownProblem.length)}
            </>
          )}
        </div>
        <input
          ref={input}
          id={`${id}-input`}
          className="filter-input"
          type="text"
          role="combobox"
          aria-label="Display filter"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 && open ? `${id}-${active}` : undefined}
          aria-invalid={shownProblem !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          placeholder="Filter: 443, dns, 192.168.1.7, ip.addr == 10.0.0.0/8 …"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          enterKeyHint="search"
          data-filter-box
          value={draft}
          onChange={(event) => edit(event.target.value, event.target.selectionStart ?? 0)}
          onScroll={(event) => {
            if (mirror.current !== null) mirror.current.scrollLeft = event.currentTarget.scrollLeft;
          }}
          onKeyDown={onKeyDown}
          onFocus={offerRecent}
          onClick={offerRecent}
          onBlur={closeList}
        />
      </div>
      {draft !== "" && (
        <button
          type="button"
          className="filter-clear"
          aria-label="Clear the filter"
          onClick={clear}
        >
          <X size={14} aria-hidden />
        </button>
      )}
      {draft === "" && (
        <kbd className="filter-key" aria-hidden>
          /
        </kbd>
      )}
      <div className="filter-drop">
        <FilterOptions id={id} open={open} offers={options} active={active} onTake={take} />
        {note !== undefined && (draft !== filter || shownProblem !== undefined) && (
          <p
            id={`${id}-note`}
            className={shownProblem === undefined ? "filter-note" : "filter-note filter-note-bad"}
          >
            {note}
            {shownProblem?.suggestion !== undefined && (
              <button
                type="button"
                className="pill"
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => {
                  const { start, length, suggestion } = shownProblem;
                  edit(
                    `${draft.slice(0, start)}${suggestion}${draft.slice(start + length)}`,
                    start,
                  );
                }}
              >
                Use {shownProblem.suggestion}
              </button>
            )}
          </p>
        )}
      </div>
    </search>
  );
}

/** Values that occur in the traffic stand before those that a field may have. */
async function completeWith(
  values: ValueCompletions,
  text: string,
  caret: number,
): Promise<readonly Completion[]> {
  const [occurring, possible] = await Promise.all([
    values.complete(text, caret),
    complete(text, caret),
  ]);
  const there = new Set(occurring.map((option) => option.text));
  const others = possible.filter((option) => !there.has(option.text));
  return [...occurring, ...others];
}
