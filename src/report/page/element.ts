/** Elements made by hand: attributes from the page's own code, texts always as text nodes. */

type Child = Node | string | undefined;

export interface Attributes {
  readonly class?: string;
  readonly title?: string;
  readonly type?: string;
  readonly lang?: string | undefined;
  readonly dir?: string;
  readonly scope?: string;
  readonly tabindex?: string;
  readonly role?: string;
  readonly 'aria-label'?: string;
}

export const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(name, value);
  for (const child of children) if (child !== undefined) made.append(child);
  return made;
};

/** The element of the page with this id; that it is there is part of the page. */
export const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
