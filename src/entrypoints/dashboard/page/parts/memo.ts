/** Draws a component again only where what it is given has changed, compared as JSON: facts come as new objects each time. */

import { Component, type ComponentChild, type ComponentType, h } from 'preact';

export function memo<Properties extends object>(
  draw: (properties: Properties) => ComponentChild,
): ComponentType<Properties> {
  return class Memoized extends Component<Properties> {
    override shouldComponentUpdate(next: Properties): boolean {
      return JSON.stringify(next) !== JSON.stringify(this.props);
    }

    override render(): ComponentChild {
      return h(draw, this.props);
    }
  };
}
