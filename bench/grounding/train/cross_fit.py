"""Measured, not shipped: the scorer fitted on one half of the real videos, measured on the other, both ways.
usage: node features.ts curves CURVES.jsonl PREFIX; python3 cross_fit.py PREFIX CURVES.jsonl"""
import hashlib,json,os,subprocess,sys,tempfile,numpy as np
PREFIX,CURVES=sys.argv[1:3]
L=[json.loads(l) for l in open(CURVES)]
meta=json.load(open(PREFIX+'.json')); R=np.fromfile(PREFIX+'.bin',np.float32).reshape(-1,meta['width']); off=np.r_[0,np.cumsum(meta['counts'])]
TH=np.linspace(.5,.95,10)
def iou(a,b):
    i=np.clip(np.minimum(a[:,None,1],b[None,:,1])-np.maximum(a[:,None,0],b[None,:,0]),0,None); return i/((a[:,1]-a[:,0])[:,None]+(b[:,1]-b[:,0])[None]-i)
def net(W,X):
    h=W['hidden']; F=len(W['mean']); A=lambda k,*s:np.array(W[k]).reshape(*s)
    Z=np.clip((X-A('mean',F))/A('deviation',F),-6,6)
    Z=np.tanh(Z@A('first',h,F).T+A('firstBias',h)); Z=np.tanh(Z@A('second',h,h).T+A('secondBias',h))
    return 1/(1+np.exp(-(Z@A('last',h)+W['lastBias'][0])))
def ap(gt,pr):
    I=iou(pr,gt); out=[]
    for t in TH:
        lock=set(); tp=[]
        for k in range(len(pr)):
            hit=0
            for j in np.argsort(-I[k],kind='stable'):
                if I[k,j]<t: break
                if j in lock: continue
                lock.add(j);hit=1;break
            tp.append(hit)
        tp=np.cumsum(tp); p=tp/np.arange(1,len(tp)+1); r=tp/len(gt)
        p=np.r_[0,p,0]; r=np.r_[0,r,1]; p=np.maximum.accumulate(p[::-1])[::-1]; out.append(((r[1:]-r[:-1])*p[1:]).sum())
    return out
def nms(b,s,th,maxn=10):
    o=np.argsort(-s,kind='stable'); keep=[]
    for i in o:
        if all(iou(b[i:i+1],b[k:k+1])[0,0]<=th for k in keep):
            keep.append(i)
            if len(keep)==maxn: break
    return keep
def soft(b,s,sigma,maxn=10):
    s=s.copy(); keep=[]
    for _ in range(min(maxn,len(s))):
        i=int(np.argmax(s)); keep.append(i)
        v=iou(b,b[i:i+1])[:,0]; s=s*np.exp(-v**2/sigma); s[i]=-1
    return keep
def run(Ws,sel=None,th=.7,mode='nms'):
    aps=[];r1=[]
    for q in (range(len(L)) if sel is None else sel):
        X=R[off[q]:off[q+1]]; b=X[:,-2:].astype(float)
        s=X[:,18].astype(float) if Ws is None else np.mean([net(W,X[:,:-3]) for W in Ws],0)
        k=nms(b,s,th) if mode=='nms' else soft(b,s,th)
        gt=np.array(L[q]['relevant_windows'],float)/2
        aps.append(ap(gt,b[k])); r1.append(iou(b[k[:1]],gt).max())
    return np.array(aps),np.array(r1)

half=[[q for q in range(len(L)) if int(hashlib.md5(L[q]['vid'].encode()).hexdigest(),16)%2==h] for h in (0,1)]
folder=tempfile.mkdtemp(); here=os.path.dirname(os.path.abspath(__file__))
def fit(h,seed):
    only,out=f'{folder}/{h}.json',f'{folder}/{h}_{seed}.json'; json.dump(half[h],open(only,'w'))
    subprocess.run([sys.executable,here+'/train.py',PREFIX,out,'--only',only,'--hidden','16','--epochs','30','--decay','0.01','--seed',str(seed)],stdout=subprocess.DEVNULL,check=True); return json.load(open(out))
nets=[[fit(h,s) for s in (1,2,3)] for h in (0,1)]
for name,k in (('hard suppression .7',dict(th=.7)),('soft suppression .8',dict(th=.8,mode='soft'))):
    parts=[run(nets[h],half[1-h],**k) for h in (0,1)]; ap_all=np.concatenate([p[0] for p in parts]); r1=np.concatenate([p[1] for p in parts])
    print(name,'mAP %.2f R1@.5 %.2f R1@.7 %.2f'%(ap_all.mean()*100,(r1>=.5).mean()*100,(r1>=.7).mean()*100),'halves',[round(float(p[0].mean()*100),2) for p in parts])
