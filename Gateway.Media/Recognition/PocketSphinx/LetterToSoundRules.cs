namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// How letters sound in English. Each rule is <c>left[letters]right=phones</c>: the letters sound so between what stands at their left and right. There <c>#</c> is an end of
/// the word, <c>V</c> a vowel or y, <c>C</c> another letter, <c>E</c> one of e, i, y, and <c>~</c> a silent e that ends the word or its stem ("-e", "-es", "-ely").
/// The first rule that fits counts. Which rules there are was found by reading words of the CMU dictionary that the ones before got wrong.
/// </summary>
internal static class LetterToSoundRules
{
    public const string Text = """
        #C[ar]#=AA R; #CC[ar]#=AA R; #C[an]#=AE N; #CC[an]#=AE N; #C[al]#=AE L; #CC[al]#=AE L; #C[ant]#=AE N T; #CC[ant]#=AE N T; #C[ance]#=AE N S
        #CC[ance]#=AE N S; #C[age]#=EY JH; #CC[age]#=EY JH; #C[ard]#=AA R D; #CC[ard]#=AA R D; #C[a]#=AA; #CC[a]#=AA; #C[ans]#=AE N Z; #CC[ans]#=AE N Z
        #C[als]#=AE L Z; #CC[als]#=AE L Z; [a]#=AH; #[are]#=AA R; #[ae]=EH; [ae]=EY; [augh]=AO; [au]=AO; [aw]=AO; [ai]r=EH; [ai]n=EY; [ai]=EY; [ay]=EY
        [able]#=AH B AH L; [age]#=IH JH; [ages]#=IH JH IH Z; [al]k=AO; [all]#=AO L; #[al]l=AA; [al]t=AO L; [al]d=AO L; [al]m=AA; [al]#=AH L; [als]#=AH L Z
        [ally]#=AH L IY; [an]#=AH N; [ans]#=AH N Z; [ance]#=AH N S; [ant]#=AH N T; [ants]#=AH N T S; [ar]#=ER; [ard]#=ER D; [ary]#=EH R IY; [are]~=EH R
        [ar]r=EH R; [ar]V=EH R; w[ar]=AO R; qu[ar]=AO R; [ar]=AA R; w[a]=AA; qu[a]=AA; [ange]=EY N JH; [aste]=EY S T; [a]tion=EY; [a]C~=EY; [a]Cing#=EY
        [a]Cia=EY; [a]Cio=EY; [a]Cie=EY; #[a]CV=AH; [aa]=AA; [a]h=AA; [a]=AE
        [bb]=B; m[b]#=; [b]t=; [b]=B
        [cch]=K; [cc]E=K S; [cc]=K; [ck]=K; [cqu]=K W; [ch]r=K; [ch]l=K; [chm]=K M; ar[ch]i=K; #[ch]=CH; [ch]=CH; [cial]=SH AH L; [cian]=SH AH N
        [cious]=SH AH S; [ci]a=SH IY; s[c]E=; [c]E=S; [c]=K
        [dd]=D; [dge]=JH; [dg]E=JH; [dj]=JH; [dt]#=T; [d]=D
        #C[en]#=EH N; #CC[en]#=EH N; #C[el]#=EH L; #CC[el]#=EH L; #C[et]#=EH T; #CC[et]#=EH T; #C[ent]#=EH N T; #CC[ent]#=EH N T; #C[ence]#=EH N S
        #CC[ence]#=EH N S; #C[ess]#=EH S; #CC[ess]#=EH S; #C[ens]#=EH N Z; #CC[ens]#=EH N Z; #C[els]#=EH L Z; #CC[els]#=EH L Z; #C[ents]#=EH N T S
        #CC[ents]#=EH N T S; [eau]=OW; [ear]C=ER; [ear]=IH R; [ead]#=EH D; [ea]d=EH; [ea]th=EH; [ea]sure=EH; [ea]lth=EH; [eaux]#=OW; [ea]=IY; [eer]=IH R
        [ee]=IY; [eigh]=EY; [ei]n=AY; #[ei]=AY; c[ei]=IY; [ei]=AY; [ers]#=ER Z; [er]#=ER; [erry]#=EH R IY; [er]r=EH R; [er]V=ER; [er]C=ER; [eu]=UW; [ew]=UW
        [ey]#=IY; [ey]=EY; [eys]#=IY Z; t[ed]#=IH D; d[ed]#=IH D; [ed]#=D; s[es]#=IH Z; z[es]#=IH Z; x[es]#=IH Z; c[es]#=IH Z; ch[es]#=IH Z; sh[es]#=IH Z
        g[es]#=IH Z; [es]#=Z; #C[e]#=IY; #CC[e]#=IY; [el]#=AH L; [els]#=AH L Z; [ell]#=EH L; [ent]#=AH N T; [ents]#=AH N T S; [ence]#=AH N S; [en]#=AH N
        [ens]#=AH N Z; [ess]#=AH S; [et]#=AH T; [e]less=; [e]ly#=; [e]ment=; [e]ful=; [e]ness=; [e]#=; #r[e]C=IY; #d[e]C=IH; #b[e]C=IH; #pr[e]C=IY; [e]C~=IY
        [e]o=IY; [e]a=IY; [e]u=IY; [e]=EH
        [ff]=F; [f]=F
        [ggi]=G IH; [gg]=G; #[gh]=G; [gh]t=; [gh]=; #[gn]=N; [gn]#=N; #[ge]t=G EH; #[gi]=G IH; [ger]#=ER G; n[ger]#=G ER; [gu]E=G; [gue]#=G; [g]E=JH; [g]=G
        #[wh]o=HH
        V[h]#=; V[h]C=; [h]=HH
        #C[ive]#=AY V; #CC[ive]#=AY V; [igh]=AY; [ign]=AY N; [ier]#=IY ER; [ies]#=IY Z; [ied]#=IY D; [iest]=IY IH S T; [ie]#=IY; [ie]f=IY; [ie]l=IY; [ie]=IY
        [ia]#=IY AH; [ian]#=IY AH N; [ia]=IY AH; [io]#=IY OW; [ious]#=IY AH S; [ing]#=IH NG; [ings]#=IH NG Z; [ism]#=IH Z AH M; [ist]#=IH S T; [ite]#=AY T
        [ive]#=IH V; [ine]#=AY N; [ique]#=IY K; [ir]V=IH R; [irr]=IH R; [ir]=ER; [ild]#=AY L D; [ind]#=AY N D; [i]nk=IH; [i]z~=AY; [i]C~=AY; [i]#=IY; [i]a=IY
        [i]o=IY; #b[i]o=AY; #[i]CC=IH; #[i]=IH; [i]u=IY; [i]=IH
        [j]=JH
        #[kn]=N; [kk]=K; [k]=K
        C[le]#=AH L; C[les]#=AH L Z; C[led]#=AH L D; [ll]=L; [l]k=; [l]=L
        #[mc]c=M AH; #[mck]=M AH K; #[mc]C=M AH K; #[mac]C=M AH K; [mm]=M; [mn]#=M; C[m]#=AH M; [m]=M
        [ng]#=NG; [ngs]#=NG Z; [nge]=N JH; [ng]l=NG G; [ng]a=NG G; [ng]o=NG G; [ng]r=NG G; [ng]u=NG G; [ng]C=NG; [ng]=NG G; [n]k=NG; [nn]=N; [n]=N
        #C[or]#=AO R; #CC[or]#=AO R; #C[ors]#=AO R Z; #CC[ors]#=AO R Z; #C[on]#=AA N; #CC[on]#=AA N; #C[om]#=AA M; #CC[om]#=AA M; #C[ons]#=AA N Z
        #CC[ons]#=AA N Z; [oar]=AO R; [oa]=OW; [oe]=OW; [oi]=OY; [oy]=OY; [oor]=AO R; [oo]k=UH; [oo]d#=UH; [oo]=UW; [ough]t=AO; [ough]=AH F; [ould]=UH D
        [our]#=AO R; [our]C=AO R; [ous]#=AH S; [ously]#=AH S L IY; [ou]p=UW; [ou]=AW; [ow]n=OW; [owe]=AW; [ow]#=OW; [ows]#=OW Z; [ow]C=AW; [ow]=AW; [or]#=ER
        [ors]#=ER Z; w[or]=ER; [ore]~=AO R; [orr]=AO R; [or]=AO R; [old]=OW L D; [oll]#=OW L; [olk]#=OW K; [ost]#=OW S T; [on]#=AH N; [ons]#=AH N Z
        [om]#=AH M; [oth]er=AH DH; [o]ss=AO; [o]ng=AO; [o]ff=AO; [o]g=AA; [o]C~=OW; [o]V=OW; [o]#=OW; [os]#=OW Z; [o]tion=OW; c[o]m=AH; c[o]n=AH; #[o]=AA
        [o]=AA
        [phth]=F TH; [ph]=F; [pp]=P; #[ps]=S; #[pn]=N; [p]=P
        [que]#=K; [qu]=K W; [q]=K
        [rh]=R; [rr]=R; [r]=R
        [sch]w=SH; [sch]=SH; [sci]ou=SH; [sh]=SH; [ssion]=SH AH N; V[sion]=ZH AH N; [sion]=SH AH N; V[sure]=ZH ER; [ssia]=SH AH; [ss]=S; [sten]#=S AH N
        [stle]#=S AH L; p[s]#=S; t[s]#=S; k[s]#=S; f[s]#=S; u[s]#=S; i[s]#=S; [s]#=Z; V[se]#=Z; V[sm]#=Z AH M; V[s]V=Z; [s]=S
        [tch]=CH; [tion]=SH AH N; [tions]=SH AH N Z; [tial]=SH AH L; [tient]=SH AH N T; [tious]=SH AH S; [ture]=CH ER; [tures]=CH ER Z; [tu]a=CH UW; #[th]e=DH
        [ther]=DH ER; [th]=TH; [tt]=T; [tz]=T S; [t]=T
        [ue]#=UW; [ui]=UW; [ur]V=UH R; [urr]=ER; [ur]=ER; #[uni]=Y UW N IH; #[u]CV=Y UW; [u]C~=UW; [u]CV=UW; f[u]l#=AH; [u]m#=AH; [u]s#=AH; [u]sh=UH; [u]V=UW
        [u]#=UW; [u]=AH
        [vv]=V; [v]=V
        #[wr]=R; [wh]=W; [w]C=; [w]#=; [w]=W
        #[x]=Z; #e[x]V=G Z; [x]=K S
        #[y]=Y; [yr]C=ER; [y]C~=AY; #C[y]#=AY; #CC[y]#=AY; f[y]#=AY; [y]#=IY; V[y]=Y; n[y]V=Y; [y]=IH
        [zz]=Z; [z]=Z
        """;
}
