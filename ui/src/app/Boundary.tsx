// Keeps a failure of one screen from taking the window with it.
import { Component, type ReactNode } from 'react';
import { ErrorState } from '@/parts/States';

interface Props {
  /** Another key starts afresh. */
  screen: string;
  children: ReactNode;
}

export class Boundary extends Component<Props, { error: unknown; screen: string }> {
  override state = { error: null as unknown, screen: this.props.screen };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: { screen: string }) {
    return props.screen === state.screen ? null : { error: null, screen: props.screen };
  }

  override render() {
    const { error } = this.state;
    return error === null ? (
      this.props.children
    ) : (
      <ErrorState error={error} onRetry={() => this.setState({ error: null })} />
    );
  }
}
