/** Light, dark, or as the system has it; kept where the browser allows that. */
import { byId } from './element.ts';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const key = 'hapui-report-theme';

/** A page from a file may have no storage. */
const stored = (): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const store = (theme: Theme): void => {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
};

export const startTheme = (): void => {
  const button = byId<HTMLButtonElement>('theme');
  let theme = themes.find((each) => each === stored()) ?? 'system';
  const apply = (): void => {
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    store(theme);
    apply();
  });
  button.hidden = false;
  apply();
};
