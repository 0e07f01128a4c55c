import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { ZoneSelect } from "../../components/zone-select.tsx";
import { formatDuration, type Span } from "../../format/time.ts";
import { type ParsedTime, parseTimeText } from "../../state/time-text.ts";
import { isSameWindow, PRESETS, SECOND, type TimeWindow } from "../../state/time-window.ts";
import { useStore } from "../../state/use-store.ts";
import "./time-picker.css";

interface TimePickerProps {
  readonly onDone: () => void;
}

/** Time as text, as a length up to now, or from one moment to another; and whose clock it is. */
export function TimePicker({ onDone }: TimePickerProps): ReactNode {
  const dashboard = useDashboard();
  const { window } = useStore(dashboard.view);
  const isFile = useStore(dashboard.poll.status)?.mode === "file";

  function choose(next: TimeWindow): void {
    dashboard.setWindow(next);
    onDone();
  }

  const presets: readonly (readonly [string, TimeWindow])[] = [
    ...(isFile
      ? []
      : PRESETS.map(({ title, seconds }) => [title, { kind: "last", seconds }] as const)),
    [isFile ? "Whole file" : "All", isFile ? { kind: "last", seconds: 900 } : { kind: "all" }],
  ];
  return (
    <div className="time-picker">
      <TextForm onChoose={choose} />
      <fieldset className="time-presets">
        <legend>{isFile ? "All of it" : "Up to now"}</legend>
        {presets.map(([title, preset]) => (
          <button
            key={title}
            type="button"
            className="button"
            aria-pressed={isSameWindow(preset, window)}
            onClick={() => choose(preset)}
          >
            {title}
          </button>
        ))}
      </fieldset>
      <SpanForm onChoose={choose} />
      <Zone />
    </div>
  );
}

interface FormProps {
  readonly onChoose: (window: TimeWindow) => void;
}

function TextForm({ onChoose }: FormProps): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => input.current?.focus(), []);
  const parsed = text.trim() === "" ? undefined : parseTimeText(text, format, dashboard.now);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (parsed === undefined) return;
    if ("problem" in parsed) setProblem(parsed.problem);
    else onChoose(parsed.window);
  }

  return (
    <form className="time-text" onSubmit={onSubmit}>
      <label htmlFor={id}>Time</label>
      <input
        ref={input}
        id={id}
        className="field-input"
        value={text}
        autoComplete="off"
        spellCheck={false}
        placeholder="last 2h · yesterday 14:00–15:00 · 14:02"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(undefined);
        }}
      />
      <p
        id={`${id}-note`}
        className={problem === undefined ? "time-note" : "time-note time-bad"}
        role="status"
      >
        {problem ?? reading(parsed, (span) => format.span(span, dashboard.today))}
      </p>
    </form>
  );
}

/** How a text is understood, before it is applied. */
function reading(
  parsed: ParsedTime | undefined,
  print: (span: { readonly from: number; readonly to: number }) => string,
): string {
  if (parsed === undefined || "problem" in parsed) return "A length, a day, a clock or ISO times";
  const { window } = parsed;
  if (window.kind === "all") return "Everything that is held";
  if (window.kind === "last") return `The last ${formatDuration(window.seconds)}`;
  return `${print(window)} · ${formatDuration((window.to - window.from) / SECOND)}`;
}

function SpanForm({ onChoose }: FormProps): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const { window: shown } = useStore(dashboard.inquiry.scope);
  const { selection } = useStore(dashboard.view);
  const id = useId();
  const [initial] = useState(() => wholeSeconds(selection ?? shown));
  const [from, setFrom] = useState(() => format.moment(initial.from, dashboard.today));
  const [to, setTo] = useState(() => format.moment(initial.to, dashboard.today));
  const parsed = parseTimeText(`${from} – ${to}`, format, dashboard.now);
  const window = "window" in parsed && parsed.window.kind === "between" ? parsed.window : undefined;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (window !== undefined) onChoose(window);
  }

  return (
    <form onSubmit={onSubmit}>
      <fieldset className="time-between">
        <legend className="offscreen">From one moment to another</legend>
        <label htmlFor={`${id}-from`}>From</label>
        <input
          id={`${id}-from`}
          className="field-input"
          value={from}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setFrom(event.target.value)}
        />
        <label htmlFor={`${id}-to`}>To</label>
        <input
          id={`${id}-to`}
          className="field-input"
          value={to}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTo(event.target.value)}
        />
        <div className="time-show">
          <span role="status">
            {window === undefined
              ? "problem" in parsed
                ? parsed.problem
                : "Write two moments."
              : `Δt ${formatDuration((window.to - window.from) / SECOND)}`}
          </span>
          <button type="submit" className="button button-primary" disabled={window === undefined}>
            Show
          </button>
        </div>
      </fieldset>
    </form>
  );
}

function Zone(): ReactNode {
  const id = useId();
  return (
    <div className="time-zone">
      <label htmlFor={id}>Time zone</label>
      <ZoneSelect id={id} className="field-input" />
    </div>
  );
}

/** At least one second long. */
function wholeSeconds(span: Span): Span {
  const [from, to] = [span.from, span.to].map((micros) => Math.round(micros / SECOND) * SECOND);
  if (from! < to!) return { from: from!, to: to! };
  const start = Math.floor(span.from / SECOND) * SECOND;
  return { from: start, to: start + SECOND };
}
