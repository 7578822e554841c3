import { h } from './element.ts';
import { icon } from './icons.ts';

const key = 'sandbox.intro-closed';

/** What a first visitor needs to know. It covers nothing and does not come back once it is closed. */
export function makeIntro(): HTMLElement {
  const element = h(
    'section',
    { class: 'intro', 'aria-label': 'About this page', hidden: sessionStorage.getItem(key) !== null },
    h(
      'ul',
      {},
      h(
        'li',
        {},
        'This is a ',
        h('strong', {}, 'simulated tenant'),
        ': the bot is real; Entra, Apple and Teams are played here.',
      ),
      h(
        'li',
        {},
        'Move time in ',
        h('strong', {}, 'The world'),
        ', make a token at Apple there, enter it from the bot\u2019s card.',
      ),
      h(
        'li',
        {},
        'Be one of ',
        h('strong', {}, 'five people'),
        ' at the top right: each may do something different.',
      ),
    ),
    h(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': 'Close this explanation',
        onclick: () => {
          sessionStorage.setItem(key, '');
          element.hidden = true;
        },
      },
      icon('close'),
    ),
  );
  return element;
}
