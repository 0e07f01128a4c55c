import { Component, type ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

interface PanelBoundaryProps {
  /** What the panel is called, for the message. */
  readonly name: string;
  readonly children: ReactNode;
}

interface PanelBoundaryState {
  readonly error: Error | undefined;
}

/** Keeps a mistake in one panel inside that panel. */
export class PanelBoundary extends Component<PanelBoundaryProps, PanelBoundaryState> {
  override state: PanelBoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): PanelBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const details = `${this.props.name}: ${error.message}\n${error.stack ?? ""}\n${location.href}`;
    return (
      <section className="panel panel-failed" aria-label={this.props.name}>
        <p>
          {this.props.name} could not be drawn: {error.message}
        </p>
        <p className="button-row">
          <button
            type="button"
            className="button"
            onClick={() => this.setState({ error: undefined })}
          >
            Retry
          </button>
          <CopyButton text={details} label="Copy details" />
        </p>
      </section>
    );
  }
}
