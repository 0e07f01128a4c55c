import { X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import "./inspector.css";

export interface InspectorHeadProps {
  readonly title: string;
  /** Where the focus goes when it opens. */
  readonly heading: Ref<HTMLHeadingElement>;
  /** Beside the title. */
  readonly facts: ReactNode;
  /** What the button that closes is called. */
  readonly closeLabel: string;
  readonly onClose: () => void;
  /** Further buttons, before that one. */
  readonly children?: ReactNode;
}

/** The head of what is shown beside a list: what it is, and the way out. */
export function InspectorHead(props: InspectorHeadProps): ReactNode {
  return (
    <header className="inspector-head">
      <h2 ref={props.heading} tabIndex={-1}>
        {props.title}
      </h2>
      {props.facts}
      <div className="inspector-tools">
        {props.children}
        <button
          type="button"
          className="button button-quiet button-icon"
          aria-label={props.closeLabel}
          title="Close (Esc)"
          onClick={props.onClose}
        >
          <X size={16} aria-hidden />
        </button>
      </div>
    </header>
  );
}
