import { HostConfig } from 'adaptivecards';

/**
 * Sizes, spacings and colours as Teams uses them. The colours are the page's CSS variables, so one configuration serves
 * the light and the dark theme and cards need not be drawn anew when the theme changes.
 */
const colour = (name: string): object => ({
  default: `var(--card-${name})`,
  subtle: `var(--card-${name}-subtle)`,
});

const foregroundColors = {
  default: colour('text'),
  dark: colour('text'),
  light: colour('text'),
  accent: colour('accent'),
  good: colour('good'),
  warning: colour('warning'),
  attention: colour('attention'),
};

const containerStyle = (background: string): object => ({
  backgroundColor: `var(--card-back-${background})`,
  borderColor: 'var(--card-line)',
  foregroundColors,
});

export const hostConfig = new HostConfig({
  supportsInteractivity: true,
  fontTypes: {
    default: {
      fontFamily: 'inherit',
      fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: 'ui-monospace, Consolas, monospace',
      fontSizes: { small: 12, default: 13, medium: 15, large: 17, extraLarge: 22 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--card-line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: containerStyle('default'),
    emphasis: containerStyle('emphasis'),
    accent: containerStyle('accent'),
    good: containerStyle('good'),
    warning: containerStyle('warning'),
    attention: containerStyle('attention'),
  },
  textStyles: {
    heading: { size: 'large', weight: 'bolder', color: 'default', isSubtle: false },
    columnHeader: { weight: 'bolder', color: 'default', isSubtle: false },
  },
  textBlock: { headingLevel: 3 },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', size: 'default', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder', size: 'default' },
    },
    errorMessage: { size: 'small', color: 'attention', spacing: 'small' },
  },
  factSet: {
    title: {
      color: 'default',
      size: 'default',
      isSubtle: false,
      weight: 'bolder',
      wrap: true,
      maxWidth: 150,
    },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 16,
  },
  actions: {
    maxActions: 6,
    spacing: 'large',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: false },
});
