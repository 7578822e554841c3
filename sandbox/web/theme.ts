import { h } from './element.ts';
import { icon } from './icons.ts';

type Theme = 'light' | 'dark';
const key = 'sandbox.theme';

/** Follows the system until the visitor chooses. */
export function makeThemeSwitch(): HTMLElement {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const stored = localStorage.getItem(key);
  let chosen: Theme | undefined = stored === 'light' || stored === 'dark' ? stored : undefined;
  const button = h('button', {
    class: 'icon-button on-bar',
    type: 'button',
    onclick: () => {
      chosen = current() === 'dark' ? 'light' : 'dark';
      localStorage.setItem(key, chosen);
      show();
    },
  });
  const current = (): Theme => chosen ?? (system.matches ? 'dark' : 'light');
  const show = (): void => {
    const theme = current();
    document.documentElement.dataset['theme'] = theme;
    const label = theme === 'dark' ? 'Switch to the light theme' : 'Switch to the dark theme';
    button.setAttribute('aria-label', label);
    button.title = label;
    button.replaceChildren(icon(theme === 'dark' ? 'sun' : 'moon'));
  };
  system.addEventListener('change', show);
  show();
  return button;
}
