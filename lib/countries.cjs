// The countries of a sweep, unless the user names others.
'use strict';

/**
 * The countries that have Google Play, by the parameter `gl`, as a maintained public project keeps them
 * (kryuchenko/google-play-scraper, as of 2026-06-11, after Google's own list of countries). China, Iran, North
 * Korea and Syria have no store.
 */
const COUNTRIES = (
  'ae ag ai al am ao ar at au aw az ba bb bd be bf bg bh bj bm bn bo br bs bt bw by bz ca cd cg ch ci cl cm co cr cv ' +
  'cy cz de dk dm do dz ec ee eg es et fi fj fm fr ga gb gd ge gh gr gt gw gy hk hn hr ht hu id ie il in iq is it jm ' +
  'jo jp ke kg kh ki kn kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma md me mg mk ml mm mn mo mt mu mv mw mx my mz ' +
  'na ne ng ni nl no np nz om pa pe pg ph pk pl pr pt pw py qa ro rs ru rw sa sb sc se sg si sk sl sn sr st sv sz tc ' +
  'td tg th tj tm tn to tr tt tw tz ua ug us uy uz vc ve vg vn vu ye za zm zw'
).split(' ');

module.exports = { COUNTRIES };
