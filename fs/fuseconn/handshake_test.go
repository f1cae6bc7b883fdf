package fuseconn

import (
	"log"
	"os"
	"testing"
)

func TestHandshakeRefusesWhatIsNoInitOfVersion7(t *testing.T) {
	log.SetOutput(t.Output()) // go-fuse complains there
	defer log.SetOutput(os.Stderr)
	for _, tt := range []struct {
		name   string
		opcode uint32
		major  uint32
		ok     bool
	}{
		{"INIT of FUSE 7", opInit, 7, true},
		{"INIT of FUSE 6", opInit, 6, false},
		{"another request", opRead, 7, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, kernel := connect(t)
			req := ne.AppendUint32(header(tt.opcode, 2), tt.major)
			req = ne.AppendUint32(req, 40)
			kernel.send(append(req, make([]byte, 56)...))
			if err := c.handshake(); (err == nil) != tt.ok {
				t.Errorf("handshake = %v, want success: %v", err, tt.ok)
			}
		})
	}
}
