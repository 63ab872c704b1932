/** VitePress's own theme with a calmer, somewhat larger type. */

import DefaultTheme from 'vitepress/theme';
import './style.css';

export default DefaultTheme;
