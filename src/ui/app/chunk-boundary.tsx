import { Component, type ReactNode } from 'react';

/** Shows a way out where a part of the page could not be fetched or drawn, and leaves the rest usable. */
export class ChunkBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <section className="panel" role="alert">
        <h2>The result could not be shown.</h2>
        <p>Part of the page did not arrive. Check your connection, then reload the page.</p>
      </section>
    );
  }
}
